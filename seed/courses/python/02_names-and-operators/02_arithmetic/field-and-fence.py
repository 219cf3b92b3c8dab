width = 12
depth = 8
area = width * depth
border = 2 * (width + depth)
print("The field measures", area)
print("and its fence", border)
