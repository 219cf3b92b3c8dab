from collections import defaultdict

shelves = defaultdict(list)
with open("stock.csv") as stock:
    for line in stock:
        shelf, product = line.strip().split(",")
        shelves[shelf].append(product)
for shelf, products in sorted(shelves.items()):
    print(f"{shelf}: {', '.join(products)}")
