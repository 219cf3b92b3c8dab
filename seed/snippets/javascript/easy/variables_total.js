const price = 19.99;
const quantity = 3;
const total = price * quantity;
console.log(`You pay ${total.toFixed(2)} euros.`);
