const greeter = (greeting) => (name) => `${greeting}, ${name}!`;
const welcome = greeter("Welcome");
console.log(welcome("Noor"));
