type Direction = "north" | "east" | "south" | "west";

const turnBack = (from: Direction): Direction =>
  from === "north" ? "south" : "north";
