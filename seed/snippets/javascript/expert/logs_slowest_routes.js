const LINE = /"(?<method>[A-Z]+) (?<path>[^ ?"]+).* (?<ms>\d+)ms$/;

export function slowestRoutes(log, count = 5) {
  const worst = {};
  for (const line of log.split("\n")) {
    const { method, path, ms } = LINE.exec(line)?.groups ?? {};
    if (path) {
      const route = `${method} ${path.replace(/\/\d+/g, "/:id")}`;
      worst[route] = Math.max(worst[route] ?? 0, ms);
    }
  }
  return Object.entries(worst)
    .sort(([, a], [, b]) => b - a)
    .slice(0, count);
}
