enum Light {
  Red,
  Green,
  Amber,
}

const next = (light: Light): Light => (light + 1) % 3;
console.log(Light[next(Light.Amber)]);
