const format = new Intl.DateTimeFormat("en", { dateStyle: "full" });
console.log(format.format(new Date()));
