const input = "  Red, Green, Blue ";
const colors = input.trim().toLowerCase().split(", ");
console.log(colors.join(" / "));
