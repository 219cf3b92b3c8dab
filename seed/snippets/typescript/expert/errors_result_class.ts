type State<T, E> = { ok: true; value: T } | { ok: false; error: E };

export class Result<T, E> {
  private constructor(private readonly state: State<T, E>) {}

  static ok = <T>(value: T) => new Result<T, never>({ ok: true, value });
  static err = <E>(error: E) => new Result<never, E>({ ok: false, error });

  andThen<U, F>(next: (value: T) => Result<U, F>): Result<U, E | F> {
    const { state } = this;
    return state.ok ? next(state.value) : Result.err(state.error);
  }

  match<R>(cases: { ok: (value: T) => R; err: (error: E) => R }): R {
    const { state } = this;
    return state.ok ? cases.ok(state.value) : cases.err(state.error);
  }
}
