const breadPrice = 3.2;
const loaves = 4;
const discount = 0.5;
console.log(breadPrice * loaves - discount);
