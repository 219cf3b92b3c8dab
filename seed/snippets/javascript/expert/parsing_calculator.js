const OPERATORS = {
  "+": [1, (a, b) => a + b],
  "-": [1, (a, b) => a - b],
  "*": [2, (a, b) => a * b],
  "/": [2, (a, b) => a / b],
};

export function evaluate(formula) {
  const tokens = formula.match(/\d+(?:\.\d+)?|[-+*/()]/g) ?? [];

  function operand() {
    const token = tokens.shift();
    if (token === "-") return -operand();
    if (token !== "(") return Number(token);
    const value = expression(0);
    tokens.shift();
    return value;
  }

  function expression(floor) {
    let left = operand();
    while (OPERATORS[tokens[0]]?.[0] > floor) {
      const [power, apply] = OPERATORS[tokens.shift()];
      left = apply(left, expression(power));
    }
    return left;
  }

  return expression(0);
}
