const temperatures: number[] = [18.5, 21, 19.2, 23.8];
const warm = temperatures.filter((value) => value > 20);
console.log(`${warm.length} warm days`);
