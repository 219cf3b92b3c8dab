const stock = new Map();
stock.set("apples", 40);
stock.set("pears", 12);
console.log(stock.get("pears"), "pears left");
