const sizes = ["small", "medium", "large"] as const;
type Size = (typeof sizes)[number];

function isSize(text: string): text is Size {
  return sizes.some((size) => size === text);
}

const wanted = prompt("Which size?") ?? "";
console.log(isSize(wanted) ? `One ${wanted}` : "We have no such size");
