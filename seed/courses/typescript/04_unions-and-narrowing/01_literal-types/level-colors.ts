type Level = "low" | "medium" | "high";

const colors: Record<Level, string> = {
  low: "green",
  medium: "orange",
  high: "red",
};

const colorOf = (level: Level): string => colors[level];
