type Getters<T> = {
  [K in keyof T & string as `get${Capitalize<K>}`]: () => T[K];
};

function gettersOf<T extends object>(target: T): Getters<T> {
  const getters = Object.entries(target).map(([key, value]) => [
    `get${key.charAt(0).toUpperCase()}${key.slice(1)}`,
    () => value,
  ]);
  return Object.fromEntries(getters);
}

const lamp = gettersOf({ color: "amber", lit: true });
console.log(lamp.getColor(), lamp.getLit());
