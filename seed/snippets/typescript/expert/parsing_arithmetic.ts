type Apply = (left: number, right: number) => number;

const operators = new Map<string, [power: number, apply: Apply]>([
  ["+", [1, (a, b) => a + b]],
  ["-", [1, (a, b) => a - b]],
  ["*", [2, (a, b) => a * b]],
  ["/", [2, (a, b) => a / b]],
]);

export function evaluate(source: string): number {
  const tokens = source.match(/\d+(?:\.\d+)?|[-+*/()]/g) ?? [];
  const climb = (least: number): number => {
    const token = tokens.shift();
    let left = token === "(" ? climb(0) : Number(token);
    if (token === "(") tokens.shift();
    for (;;) {
      const [power, apply] = operators.get(tokens[0] ?? "") ?? [0];
      if (!apply || power <= least) return left;
      tokens.shift();
      left = apply(left, climb(power));
    }
  };
  return climb(0);
}
