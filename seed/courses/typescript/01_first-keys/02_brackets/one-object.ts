const home = { row: 2, key: "f" };
const { key } = home;
