type Curried<A extends unknown[], R> = <P extends Partial<A>>(
  ...args: P
) => P extends A
  ? R
  : A extends [...{ [I in keyof P]: any }, ...infer Rest]
    ? Rest extends []
      ? R
      : Curried<Rest, R>
    : never;

export function curry<A extends unknown[], R>(
  fn: (...args: A) => R,
  ...held: unknown[]
): Curried<A, R> {
  return ((...more: unknown[]) => {
    const args = [...held, ...more];
    return args.length >= fn.length
      ? fn(...(args as A))
      : curry(fn as (...args: any[]) => R, ...args);
  }) as Curried<A, R>;
}

const mix = curry((r: number, g: number, b: number) => `rgb(${[r, g, b]})`);
const reddish = mix(255);
console.log(reddish(99)(71), reddish(0, 80));
