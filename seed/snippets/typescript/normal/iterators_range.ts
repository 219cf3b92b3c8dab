function* range(start: number, end: number, step = 1): Generator<number> {
  for (let value = start; value < end; value += step) {
    yield value;
  }
}

const hours: string[] = Array.from(range(9, 17), (hour) => `${hour}:00`);
console.log(hours.join(" "));
