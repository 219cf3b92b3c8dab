export function topologicalSort(dependencies) {
  const sorted = [];
  const state = new Map();

  function visit(node, trail) {
    if (state.get(node) === "done") {
      return;
    }
    if (state.get(node) === "visiting") {
      throw new Error(`Cycle: ${[...trail, node].join(" -> ")}`);
    }
    state.set(node, "visiting");
    for (const dependency of dependencies[node] ?? []) {
      visit(dependency, [...trail, node]);
    }
    state.set(node, "done");
    sorted.push(node);
  }

  Object.keys(dependencies).forEach((node) => visit(node, []));
  return sorted;
}
