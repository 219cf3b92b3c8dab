const days: readonly string[] = ["Mon", "Tue", "Wed"];
const short = days.map((day) => day.charAt(0));
console.log(short.join(" "));
