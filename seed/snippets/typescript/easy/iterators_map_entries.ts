const stock = new Map<string, number>([["pens", 12]]);
for (const [item, count] of stock) {
  console.log(item, count);
}
