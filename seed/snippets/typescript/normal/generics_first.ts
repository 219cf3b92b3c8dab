function first<T>(items: readonly T[], fallback: T): T {
  return items.length > 0 ? items[0] : fallback;
}

const winner: string = first(["Ada", "Grace"], "nobody");
const score: number = first([], 0);
console.log(winner, score);
