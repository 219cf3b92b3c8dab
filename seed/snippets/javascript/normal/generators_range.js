export function* range(start, end, step = 1) {
  for (let value = start; value < end; value += step) {
    yield value;
  }
}

for (const minute of range(0, 60, 15)) {
  console.log(`Train at 8:${String(minute).padStart(2, "0")}`);
}
