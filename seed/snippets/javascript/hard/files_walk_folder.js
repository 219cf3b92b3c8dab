import { readdir } from "node:fs/promises";
import { extname, join } from "node:path";

export async function* walkFolder(folder, suffixes = [".js", ".mjs"]) {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && entry.name !== "node_modules") {
      yield* walkFolder(path, suffixes);
    } else if (entry.isFile() && suffixes.includes(extname(path))) {
      yield path;
    }
  }
}
