const city = "Bergen";
const rain = 14;
console.log(`${city}: ${rain} mm of rain`);
console.log(`That is ${rain / 10} cm in one day`);
