import { setTimeout as wait } from "node:timers/promises";

console.log("Brewing a pot of tea");
await wait(3000);
console.log("Tea is ready");
