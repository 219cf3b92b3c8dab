const seats = ["aisle", "door"];
console.log(seats[0]);
