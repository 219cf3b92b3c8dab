const scores = [12, 7, 30, 4];
const sum = scores.reduce((total, score) => total + score, 0);
console.log(sum / scores.length);
