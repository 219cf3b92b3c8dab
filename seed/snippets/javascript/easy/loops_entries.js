const scores = { ada: 12, linus: 9 };
for (const [name, score] of Object.entries(scores)) {
  console.log(name.padEnd(8), score);
}
