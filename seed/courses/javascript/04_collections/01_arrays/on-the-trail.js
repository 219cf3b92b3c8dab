const trail = ["gate", "bridge"];
trail.push("mill");
trail.unshift("station");
const last = trail.at(-1);
console.log(`${trail.length} stops, then the ${last}`);
console.log(trail.slice(1, 3));
