const stock = new Map<string, number>();
stock.set("pears", 12);
