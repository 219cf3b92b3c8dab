function sortedBy<T, K extends keyof T>(rows: readonly T[], key: K): T[] {
  return rows.toSorted((one, other) => {
    if (one[key] === other[key]) return 0;
    return one[key] < other[key] ? -1 : 1;
  });
}

const rivers = [
  { name: "Rhine", km: 1230 },
  { name: "Douro", km: 897 },
];
console.log(sortedBy(rivers, "km").map((river) => river.name));
