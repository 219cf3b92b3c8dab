const isObject = (value) => typeof value === "object" && value !== null;

export function readOnly(target) {
  const refuse = (_, key) => {
    throw new TypeError(`Cannot change "${String(key)}": read only`);
  };
  return new Proxy(target, {
    get(object, key) {
      const value = object[key];
      return isObject(value) ? readOnly(value) : value;
    },
    set: refuse,
    deleteProperty: refuse,
  });
}
