type Move = "up" | "down" | "left" | "right";
type Offset = readonly [column: number, row: number];

const offsets: Record<Move, Offset> = {
  up: [0, -1],
  down: [0, 1],
  left: [-1, 0],
  right: [1, 0],
};
