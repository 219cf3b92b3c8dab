prices = [30, 12, 45, 8]
prices.sort(reverse=True)
cheapest = prices.pop()
print("The cheapest one costs", cheapest)
print("The others cost", sum(prices))
