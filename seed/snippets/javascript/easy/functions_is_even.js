function isEven(number) {
  return number % 2 === 0;
}

console.log(isEven(42));
