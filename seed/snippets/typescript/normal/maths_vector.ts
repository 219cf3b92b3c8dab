type Vector = readonly [x: number, y: number];

const add = ([a, b]: Vector, [c, d]: Vector): Vector => [a + c, b + d];
const scale = ([x, y]: Vector, by: number): Vector => [x * by, y * by];
const length = (vector: Vector): number => Math.hypot(...vector);

console.log(length(scale(add([1, 2], [2, 2]), 2)));
