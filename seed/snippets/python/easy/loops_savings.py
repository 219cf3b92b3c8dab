balance, years = 1000, 0
while balance < 2000:
    balance = balance * 1.05
    years = years + 1
print("Doubled after", years, "years")
