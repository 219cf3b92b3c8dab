console.log();
console.clear();
