const queue = ["Ann", "Bo"];
queue.push("Cy");
const next = queue.shift();
console.log(`${next}, please`);
