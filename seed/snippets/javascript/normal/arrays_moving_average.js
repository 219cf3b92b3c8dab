export function movingAverage(values, size) {
  const averages = [];
  for (let end = size; end <= values.length; end++) {
    const window = values.slice(end - size, end);
    const sum = window.reduce((total, value) => total + value, 0);
    averages.push(sum / size);
  }
  return averages;
}
