const input = "";
const name = input || "stranger";
const volume = null ?? 50;
console.log(name, volume);
