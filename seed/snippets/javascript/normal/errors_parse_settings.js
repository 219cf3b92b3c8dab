const DEFAULTS = { fontSize: 14, theme: "light", tabs: false };

export function parseSettings(text) {
  try {
    return { ...DEFAULTS, ...JSON.parse(text) };
  } catch (error) {
    console.warn("Broken settings file:", error.message);
    return DEFAULTS;
  }
}
