export function* walk(node, path = []) {
  const here = [...path, node.name];
  yield { path: here.join("/"), depth: path.length, node };
  for (const child of node.children ?? []) {
    yield* walk(child, here);
  }
}

export function printTree(root) {
  for (const { depth, node } of walk(root)) {
    console.log(`${"  ".repeat(depth)}- ${node.name}`);
  }
}
