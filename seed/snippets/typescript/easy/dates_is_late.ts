const today: Date = new Date();
const deadline: Date = new Date(2031, 0, 31);
const late: boolean = today > deadline;
console.log(late ? "overdue" : "on time");
