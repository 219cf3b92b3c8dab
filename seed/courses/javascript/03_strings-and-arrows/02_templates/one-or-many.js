const items = 3;
const ending = items === 1 ? "" : "s";
const label = `${items} item${ending}`;
console.log(`Your basket holds ${label}.`);
