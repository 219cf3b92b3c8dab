prices = {"tea": 2.4, "soup": 5.5, "salad": 6.2}
cheaper = {item: round(cost * 0.9, 2) for item, cost in prices.items()}
bargains = {item for item, cost in cheaper.items() if cost < 5}
print(cheaper, bargains)
