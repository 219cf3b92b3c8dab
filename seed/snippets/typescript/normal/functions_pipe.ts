type Step<A, B> = (input: A) => B;

function pipe<A, B, C>(first: Step<A, B>, second: Step<B, C>): Step<A, C> {
  return (input) => second(first(input));
}

const length = pipe(
  (text: string) => text.trim(),
  (text) => text.length,
);
