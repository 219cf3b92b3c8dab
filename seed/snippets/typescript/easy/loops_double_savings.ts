let savings: number = 250;
for (let year = 0; year < 10; year += 1) {
  savings += savings * 0.04;
}
console.log(Math.round(savings));
