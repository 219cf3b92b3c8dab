age = 15
price = 12
if age < 18 or age >= 65:
    price = price // 2
print("Your ticket costs", price, "euros")
