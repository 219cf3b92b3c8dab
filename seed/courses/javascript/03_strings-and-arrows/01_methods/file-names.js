const file = "holiday.photo.jpeg";
const dot = file.lastIndexOf(".");
console.log(file.slice(dot + 1), file.includes("photo"));
console.log(file.replaceAll(".", "_"));
