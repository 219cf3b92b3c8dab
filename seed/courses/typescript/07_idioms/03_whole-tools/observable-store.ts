type Listener<T> = (now: T, before: T) => void;

class Store<T extends object> {
  readonly #listeners = new Set<Listener<T>>();
  #state: Readonly<T>;

  constructor(initial: T) {
    this.#state = initial;
  }

  subscribe(listener: Listener<T>): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  update(change: (state: Readonly<T>) => Partial<T>): void {
    const before = this.#state;
    this.#state = { ...before, ...change(before) };
    this.#listeners.forEach((listen) => listen(this.#state, before));
  }
}

const clicks = new Store({ left: 0, right: 0 });
const leave = clicks.subscribe(({ left }) => console.log(left));
clicks.update((state) => ({ left: state.left + 1 }));
leave();
