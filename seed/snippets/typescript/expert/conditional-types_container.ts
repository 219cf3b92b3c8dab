type Token<T> = symbol & { readonly type?: T };
type Made<D> = { [I in keyof D]: D[I] extends Token<infer T> ? T : never };

export class Container {
  readonly #makers = new Map<symbol, () => unknown>();

  provide<T, const D extends readonly Token<unknown>[]>(
    token: Token<T>,
    needs: D,
    make: (...needs: Made<D> & unknown[]) => T,
  ): this {
    let made: { value: T } | undefined;
    const given = (): any => needs.map((need) => this.get(need));
    const maker = () => (made ??= { value: make(...given()) }).value;
    this.#makers.set(token, maker);
    return this;
  }

  get<T>(token: Token<T>): T {
    const maker = this.#makers.get(token);
    if (!maker) throw new Error(`Nothing makes ${String(token)}`);
    return maker() as T;
  }
}
