import { open } from "node:fs/promises";

const file = await open("access.log");
let errors = 0;
for await (const line of file.readLines()) {
  if (line.includes(" 500 ")) errors++;
}
console.log(`${errors} errors`);
