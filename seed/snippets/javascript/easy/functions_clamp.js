const clamp = (low, value, high) => Math.min(high, Math.max(low, value));
console.log(clamp(0, 140, 100));
