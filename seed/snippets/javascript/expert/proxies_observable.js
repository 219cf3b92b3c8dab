export function observable(target, onChange, path = []) {
  return new Proxy(target, {
    get(object, key, receiver) {
      const value = Reflect.get(object, key, receiver);
      if (typeof value !== "object" || value === null) {
        return value;
      }
      return observable(value, onChange, [...path, key]);
    },
    set(object, key, value, receiver) {
      const before = object[key];
      const done = Reflect.set(object, key, value, receiver);
      if (done && !Object.is(before, value)) {
        onChange({ path: [...path, key].join("."), before, value });
      }
      return done;
    },
  });
}
