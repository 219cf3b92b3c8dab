import { readdir, stat } from "node:fs/promises";

const names = await readdir("photos");
const images = names.filter((name) => /\.(jpe?g|png)$/i.test(name));
for (const name of images) {
  const { size } = await stat(`photos/${name}`);
  console.log(name.padEnd(30), Math.ceil(size / 1024), "KB");
}
