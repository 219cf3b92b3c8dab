import { readFile } from "node:fs/promises";

const source = await readFile("config.json", "utf8");
export const config = JSON.parse(source);
