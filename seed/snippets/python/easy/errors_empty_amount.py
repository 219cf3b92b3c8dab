try:
    amount = float(input("Amount: "))
except ValueError:
    amount = 0.0
print("You owe us", amount, "euros")
