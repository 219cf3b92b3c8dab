const fail = (path, message) => [{ path: path.join("."), message }];

const check =
  (message, holds) =>
  (value, path = []) =>
    holds(value) ? [] : fail(path, message);

export const string = ({ min = 1, max = 200 } = {}) =>
  check(`must have ${min} to ${max} characters`, (value) => {
    const size = typeof value === "string" ? value.length : -1;
    return size >= min && size <= max;
  });

export const number = ({ min = 0, max = Infinity } = {}) =>
  check(`must be ${min} to ${max}`, (value) => value >= min && value <= max);

export const list =
  (item) =>
  (values, path = []) =>
    Array.isArray(values)
      ? values.flatMap((value, i) => item(value, [...path, i]))
      : fail(path, "must be a list");

export const object =
  (shape) =>
  (value, path = []) =>
    Object.entries(shape).flatMap(([key, field]) =>
      field(value?.[key], [...path, key]),
    );
