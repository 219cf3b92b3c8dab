type Item = { name: string; bought: boolean };
type Action =
  | { type: "add"; name: string }
  | { type: "toggle"; index: number }
  | { type: "clear" };

function shop(state: readonly Item[], action: Action): readonly Item[] {
  switch (action.type) {
    case "add":
      return [...state, { name: action.name, bought: false }];
    case "toggle": {
      const { name, bought } = state[action.index];
      return state.with(action.index, { name, bought: !bought });
    }
    case "clear":
      return state.filter((item) => !item.bought);
    default: {
      const forgotten: never = action;
      return forgotten;
    }
  }
}
