type PlayerEvent = "start" | "pause" | "finish";
type HandlerName = `on${Capitalize<PlayerEvent>}`;
type Handlers = Partial<Record<HandlerName, () => void>>;

const handlers: Handlers = {
  onStart: () => console.log("Now playing"),
};
