const minutes = 200;
const hours = Math.floor(minutes / 60);
const rest = minutes % 60;
console.log(hours, rest, 2 ** 10);
