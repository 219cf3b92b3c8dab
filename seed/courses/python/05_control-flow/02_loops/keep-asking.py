total = 0.0
while (line := input("Price, or nothing to stop: ")) != "":
    total += float(line)
    if total > 100:
        print("That is more than we planned")
        break
else:
    print("Within the budget")
print(f"The sum is {total:.2f}")
