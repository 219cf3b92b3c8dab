const defaults = { theme: "dark", size: 14 };
const settings = { ...defaults, size: 18 };
console.log(settings.theme);
