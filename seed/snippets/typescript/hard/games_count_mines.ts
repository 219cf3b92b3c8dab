const around = [-1, 0, 1].flatMap((dy) => [-1, 0, 1].map((dx) => ({ dx, dy })));

function minesNear(board: readonly string[], x: number, y: number): number {
  return around.filter(({ dx, dy }) => {
    const itself = dx === 0 && dy === 0;
    return !itself && board[y + dy]?.[x + dx] === "*";
  }).length;
}

const board = ["*..", ".*.", "..."];
console.log(minesNear(board, 1, 0), minesNear(board, 2, 2));
