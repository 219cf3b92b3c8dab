type State = "packed" | "travelling" | "waiting" | "delivered";
type Step = "send" | "miss" | "hand over";

const STEPS: Record<State, Partial<Record<Step, State>>> = {
  packed: { send: "travelling" },
  travelling: { miss: "waiting", "hand over": "delivered" },
  waiting: { send: "travelling", "hand over": "delivered" },
  delivered: {},
};

class Journey {
  readonly #log: State[] = ["packed"];

  get state(): State {
    return this.#log.at(-1) ?? "packed";
  }

  take(step: Step): void {
    const next = STEPS[this.state][step];
    if (next === undefined) {
      throw new Error(`Cannot ${step} a parcel that is ${this.state}`);
    }
    this.#log.push(next);
  }
}
