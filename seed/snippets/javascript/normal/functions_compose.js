const compose =
  (...steps) =>
  (input) =>
    steps.reduce((value, step) => step(value), input);

const slug = compose(
  (text) => text.trim(),
  (text) => text.toLowerCase(),
  (text) => text.replaceAll(" ", "-"),
);
