type Cases<U extends { kind: string }, R> = {
  [K in U["kind"]]: (value: Extract<U, { kind: K }>) => R;
};

function match<U extends { kind: string }>(value: U) {
  return <R>(cases: Cases<U, R>): R =>
    cases[value.kind as U["kind"]](value as never);
}

type Hit = { kind: "found"; page: number } | { kind: "missing" };

const report = (hit: Hit): string =>
  match(hit)({
    found: ({ page }) => `on page ${page}`,
    missing: () => "nowhere",
  });
