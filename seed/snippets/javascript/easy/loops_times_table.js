for (let factor = 1; factor <= 10; factor++) {
  console.log(`${factor} x 9 = ${factor * 9}`);
}
