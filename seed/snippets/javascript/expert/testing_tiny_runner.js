const tests = [];
export const test = (name, body) => tests.push({ name, body });

const check = (verb, holds) => (actual, expected) => {
  if (!holds(actual, expected)) {
    throw new Error(`expected ${actual} to ${verb} ${expected}`);
  }
};

export const assert = {
  is: check("be", Object.is),
  matches: check("match", (text, regex) => regex.test(text)),
  includes: check("include", (list, item) => list.includes(item)),
};

export async function run() {
  const runs = tests.map(async ({ body }) => body());
  const results = await Promise.allSettled(runs);
  for (const [index, { status, reason }] of results.entries()) {
    const mark = status === "fulfilled" ? "ok" : `FAIL, ${reason.message}`;
    console.log(`${index + 1}. ${tests[index].name}: ${mark}`);
  }
  return results.every(({ status }) => status === "fulfilled");
}
