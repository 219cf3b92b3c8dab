const base = { size: "m", color: "grey", price: 20 };
const special = { ...base, color: "red", tags: ["new"] };
const tags = [...special.tags, "sale"];
console.log({ ...special, tags });
console.log(base.color, base.tags);
