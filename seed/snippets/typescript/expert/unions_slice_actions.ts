type Handlers<S> = Record<string, (state: S, payload: any) => S>;

type Action<H> = {
  [K in keyof H]: H[K] extends (state: any, payload: infer P) => unknown
    ? { type: K; payload: P }
    : never;
}[keyof H];

export const slice =
  <S, H extends Handlers<S>>(initial: S, handlers: H) =>
  (state: S = initial, { type, payload }: Action<H>): S =>
    handlers[type]?.(state, payload) ?? state;

const cart = slice([] as string[], {
  add: (items: string[], sku: string) => [...items, sku],
  drop: (items: string[], index: number) => items.toSpliced(index, 1),
});

const filled = cart(["tea"], { type: "add", payload: "cup" });
console.log(cart(filled, { type: "drop", payload: 0 }));
