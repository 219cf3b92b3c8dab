type Action = { type: "mute" } | { type: "louder"; by: number };

function volume(level: number, action: Action): number {
  switch (action.type) {
    case "mute":
      return 0;
    case "louder":
      return Math.min(level + action.by, 100);
  }
}
