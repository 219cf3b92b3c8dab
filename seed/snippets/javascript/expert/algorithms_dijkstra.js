export function shortestPath(graph, start, goal) {
  const best = { [start]: { cost: 0, path: [start] } };
  const queue = [start];
  const done = new Set();

  while (queue.length > 0) {
    queue.sort((a, b) => best[b].cost - best[a].cost);
    const here = queue.pop();
    if (here === goal) {
      return best[goal];
    }
    if (done.has(here)) {
      continue;
    }
    done.add(here);
    for (const [next, weight] of Object.entries(graph[here] ?? {})) {
      const cost = best[here].cost + weight;
      if (cost < (best[next]?.cost ?? Infinity)) {
        best[next] = { cost, path: [...best[here].path, next] };
        queue.push(next);
      }
    }
  }
  return null;
}
