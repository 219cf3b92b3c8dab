const LEVELS = ["debug", "info", "warn", "error"];

export function createLogger(scope, minimum = "info") {
  const threshold = LEVELS.indexOf(minimum);
  return Object.fromEntries(
    LEVELS.map((level, rank) => [
      level,
      (...args) => {
        if (rank >= threshold) {
          console[level](`[${scope}]`, ...args);
        }
      },
    ]),
  );
}
