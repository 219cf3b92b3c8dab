const rows = [];
for (let y = 0; y < 8; y++) {
  let row = "";
  for (let x = 0; x < 8; x++) {
    row += (x + y) % 2 === 0 ? "#" : ".";
  }
  rows.push(row);
}
console.log(rows.join("\n"));
