const isObject = (value) => typeof value === "object" && value !== null;

export function* diff(before, after, path = []) {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  for (const key of keys) {
    const at = [...path, key];
    const [from, to] = [before[key], after[key]];
    if (isObject(from) && isObject(to)) {
      yield* diff(from, to, at);
    } else if (!Object.hasOwn(after, key)) {
      yield { op: "remove", at, from };
    } else if (!Object.hasOwn(before, key)) {
      yield { op: "add", at, to };
    } else if (!Object.is(from, to)) {
      yield { op: "replace", at, from, to };
    }
  }
}

export const summarize = (before, after) =>
  [...diff(before, after)]
    .map(({ op, at, from, to }) => `${op} ${at.join(".")}: ${from} => ${to}`)
    .join("\n");
