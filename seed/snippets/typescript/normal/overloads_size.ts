function size(text: string): number;
function size(box: DOMRect): string;
function size(input: string | DOMRect): number | string {
  if (typeof input === "string") return input.length;
  return `${input.width} x ${input.height}`;
}
