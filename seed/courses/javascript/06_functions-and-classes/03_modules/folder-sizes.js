import { readdir, stat } from "node:fs/promises";
import path from "node:path";

export async function sizesIn(folder) {
  const names = await readdir(folder);
  const files = await Promise.all(
    names.map(async (name) => {
      const { size } = await stat(path.join(folder, name));
      return { name, size };
    }),
  );
  return files.sort((a, b) => b.size - a.size);
}

for (const { name, size } of await sizesIn(".")) {
  console.log(name.padEnd(24), size);
}
