type Shape =
  { kind: "circle"; radius: number } | { kind: "square"; side: number };

function perimeter(shape: Shape): number {
  if (shape.kind === "circle") return 2 * Math.PI * shape.radius;
  return 4 * shape.side;
}
