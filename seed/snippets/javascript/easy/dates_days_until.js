const today = new Date();
const release = new Date("2027-03-01");
const days = Math.ceil((release - today) / 86_400_000);
console.log(days, "days until release");
