const results = ["Kim", "Noa", "Uma", "Vik"];
const [winner, second, ...others] = results;
console.log(`${winner} won and ${second} came second`);
console.log(`${others.length} more have finished`);
console.log(others.toSorted().join(" and "));
