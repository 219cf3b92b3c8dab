import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";

let failures = 0;
const input = createReadStream("access.log");
for await (const line of createInterface({ input })) {
  if (line.includes(" 500 ")) failures += 1;
}
console.log(`${failures} requests failed`);
