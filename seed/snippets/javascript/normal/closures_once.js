export function once(task) {
  let done = false;
  let result;
  return (...args) => {
    if (!done) result = task(...args);
    done = true;
    return result;
  };
}
