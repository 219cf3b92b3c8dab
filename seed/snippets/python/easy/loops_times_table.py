number = 7
for factor in range(1, 11):
    product = number * factor
    print(number, "times", factor, "is", product)
