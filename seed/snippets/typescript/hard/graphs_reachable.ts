type Graph<Node> = ReadonlyMap<Node, readonly Node[]>;

function* reachable<Node>(graph: Graph<Node>, start: Node): Generator<Node> {
  const seen = new Set([start]);
  for (const node of seen) {
    yield node;
    for (const next of graph.get(node) ?? []) {
      seen.add(next);
    }
  }
}

const flights: Graph<string> = new Map([
  ["LIS", ["MAD", "CDG"]],
  ["CDG", ["OSL"]],
]);
console.log([...reachable(flights, "LIS")]);
