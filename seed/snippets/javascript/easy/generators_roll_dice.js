export function* rollDice(sides) {
  while (true) {
    yield Math.ceil(Math.random() * sides);
  }
}
