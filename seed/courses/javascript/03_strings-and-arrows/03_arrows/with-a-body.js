const area = (width, height = width) => {
  const result = width * height;
  return Math.round(result);
};
console.log(area(3), area(3, 4.5), area(0.5));
