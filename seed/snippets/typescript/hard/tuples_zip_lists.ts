type Zipped<Lists extends unknown[][]> = {
  [Index in keyof Lists]: Lists[Index][number];
};

function zip<Lists extends unknown[][]>(...lists: Lists): Zipped<Lists>[] {
  const length = Math.min(...lists.map((list) => list.length));
  return Array.from(
    { length },
    (_, row) => lists.map((list) => list[row]) as Zipped<Lists>,
  );
}

for (const [city, degrees] of zip(["Oslo", "Rome"], [4, 19])) {
  console.log(city, degrees.toFixed(1));
}
