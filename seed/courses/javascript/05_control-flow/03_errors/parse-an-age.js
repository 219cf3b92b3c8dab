function parseAge(text) {
  const age = Number.parseInt(text, 10);
  if (Number.isNaN(age)) {
    throw new TypeError(`"${text}" is not a number`);
  }
  if (age < 0 || age > 150) {
    throw new RangeError(`${age} is not an age`);
  }
  return age;
}
