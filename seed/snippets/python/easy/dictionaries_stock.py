stock = {"apples": 12, "pears": 0, "plums": 7}
stock["pears"] += 5
for fruit, count in stock.items():
    print(fruit, count)
