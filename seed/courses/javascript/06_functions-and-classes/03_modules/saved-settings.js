const STORAGE_KEY = "settings";
const defaults = Object.freeze({ sound: true, theme: "light" });

export function load(storage = localStorage) {
  const saved = JSON.parse(storage.getItem(STORAGE_KEY) ?? "{}");
  return { ...defaults, ...saved };
}

export function save(changes, storage = localStorage) {
  const next = { ...load(storage), ...changes };
  storage.setItem(STORAGE_KEY, JSON.stringify(next));
  return next;
}
