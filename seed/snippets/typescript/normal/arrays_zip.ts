function zip<A, B>(left: readonly A[], right: readonly B[]): [A, B][] {
  const length = Math.min(left.length, right.length);
  return Array.from({ length }, (_, at) => [left[at]!, right[at]!]);
}

for (const [name, score] of zip(["Ana", "Bo"], [7, 9])) {
  console.log(`${name} has ${score}`);
}
