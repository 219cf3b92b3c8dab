const toCelsius = (fahrenheit) => (fahrenheit - 32) / 1.8;
const toKelvin = (celsius) => celsius + 273.15;
console.log("Water boils at", toKelvin(toCelsius(212)));
