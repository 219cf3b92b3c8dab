interface Settings {
  theme: "light" | "dark";
  fontSize: number;
}

const DEFAULTS: Settings = { theme: "light", fontSize: 14 };

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function readSettings(text: string): Settings {
  const stored: unknown = JSON.parse(text);
  if (!isObject(stored)) {
    return DEFAULTS;
  }
  const { theme, fontSize } = stored;
  return {
    theme: theme === "dark" ? theme : DEFAULTS.theme,
    fontSize: typeof fontSize === "number" ? fontSize : DEFAULTS.fontSize,
  };
}
