queue = ["Ann", "Bo", "Cy", "Di", "Ed"]
first, last = queue[0], queue[-1]
middle = queue[1:-1]
print(middle[::-1])
