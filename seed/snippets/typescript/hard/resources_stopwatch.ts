class Stopwatch implements Disposable {
  readonly #start = performance.now();

  constructor(private readonly label: string) {}

  [Symbol.dispose](): void {
    const elapsed = performance.now() - this.#start;
    console.log(`${this.label}: ${elapsed.toFixed(1)} ms`);
  }
}

export function sortScores(scores: number[]): number[] {
  using _ = new Stopwatch(`sorting ${scores.length}`);
  return scores.toSorted((a, b) => b - a);
}
