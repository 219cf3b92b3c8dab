const answer = "42";
console.log(answer === "42");
console.log(answer === 42);
console.log(Number(answer) !== 41);
