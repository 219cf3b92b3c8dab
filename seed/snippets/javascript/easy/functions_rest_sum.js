const sum = (...numbers) => numbers.reduce((a, b) => a + b, 0);
console.log(sum(4, 8, 15, 16));
