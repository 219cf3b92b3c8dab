function all<K extends keyof HTMLElementTagNameMap>(tag: K) {
  return [...document.querySelectorAll<HTMLElementTagNameMap[K]>(tag)];
}

for (const image of all("img")) {
  image.loading = "lazy";
  image.alt ||= new URL(image.src).pathname;
}
