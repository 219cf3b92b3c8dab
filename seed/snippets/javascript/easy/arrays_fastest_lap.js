const laps = [71.2, 69.8, 70.4];
laps.sort((first, second) => first - second);
console.log("Fastest lap:", laps[0]);
