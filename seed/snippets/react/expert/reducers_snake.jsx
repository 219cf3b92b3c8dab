const MOVES = { up: [0, -1], down: [0, 1], left: [-1, 0], right: [1, 0] };
const same = ([x1, y1], [x2, y2]) => x1 === x2 && y1 === y2;

export function snakeReducer(game, { type, heading, nextFood }) {
  const { snake, food, size } = game;
  const [dx, dy] = MOVES[type === "turn" ? heading : game.heading];
  const head = [snake[0][0] + dx, snake[0][1] + dy];
  if (type === "turn") {
    return snake[1] && same(head, snake[1]) ? game : { ...game, heading };
  }
  const eats = same(head, food);
  const tail = snake.slice(0, eats ? undefined : -1);
  const crash = tail.some((part) => same(part, head));
  if (crash || head.some((n) => n < 0 || n >= size)) {
    return { ...game, over: true };
  }
  return { ...game, snake: [head, ...tail], food: eats ? nextFood : food };
}
