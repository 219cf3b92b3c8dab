const pipe =
  (...steps) =>
  (value) =>
    steps.reduce((result, step) => step(result), value);

const initials = pipe(
  (name) => name.trim().split(/\s+/),
  (words) => words.map((word) => word[0].toUpperCase()),
  (letters) => letters.join(". "),
);
console.log(initials("  grace brewster hopper "));
