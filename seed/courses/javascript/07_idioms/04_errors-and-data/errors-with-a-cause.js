class ConfigError extends Error {
  name = "ConfigError";

  constructor(path, reason, options) {
    super(`${path}: ${reason}`, options);
    this.path = path;
  }
}

export async function readConfig(path, readText) {
  let text;
  try {
    text = await readText(path);
  } catch (cause) {
    throw new ConfigError(path, "cannot be read", { cause });
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ConfigError(path, "is not valid JSON", { cause });
  }
}
