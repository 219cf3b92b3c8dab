export class Mutex {
  #last: Promise<unknown> = Promise.resolve();

  run<T>(task: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(task, task);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}

const ledger = new Mutex();
const balances = new Map([["rent", 900]]);
await ledger.run(async () => {
  balances.set("rent", (balances.get("rent") ?? 0) - 450);
});
