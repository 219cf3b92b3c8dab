names = ["tea", "cake", "juice"]
prices = [2.5, 4.2, 3.1]
for name, price in zip(names, prices, strict=True):
    print(f"{name:<8}{price:>6.2f}")
