const word = "mississippi";
const count = word.split("s").length - 1;
console.log(`${count} times s`);
