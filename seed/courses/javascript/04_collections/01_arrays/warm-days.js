const temperatures = [12, 19, 23, 8, 27];
const warm = temperatures.filter((degrees) => degrees >= 18);
const labels = warm.map((degrees) => `${degrees} C`);
console.log(labels.join(", "));
