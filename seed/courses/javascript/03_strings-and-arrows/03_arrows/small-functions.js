const double = (value) => value * 2;
const shout = (text) => `${text.toUpperCase()}!`;
console.log(double(21), shout("well done"));
