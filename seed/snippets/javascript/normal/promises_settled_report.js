const checks = ["/api", "/shop", "/blog"].map((path) => fetch(path));
const outcomes = await Promise.allSettled(checks);
const down = outcomes.filter(
  ({ status, value }) => status === "rejected" || !value.ok,
);
console.log(`${down.length} of ${outcomes.length} are down`);
