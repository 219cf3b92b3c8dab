const secret = 37;
let guess = 50;
let step = 25;
while (guess !== secret) {
  guess += guess < secret ? step : -step;
  step = Math.max(1, Math.ceil(step / 2));
  console.log(`Is it ${guess}?`);
}
console.log(`It is ${secret}, of course!`);
