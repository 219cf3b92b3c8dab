const firstName = "Tomas";
let visits = 0;
visits = visits + 1;
console.log(firstName, visits);
