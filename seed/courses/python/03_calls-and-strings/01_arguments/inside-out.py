readings = 18.25, 21.5, 19.75
warmest = max(readings)
mean = round(sum(readings) / len(readings), 1)
print("at most", warmest)
print("on average", mean)
