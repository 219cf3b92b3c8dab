deposit, rate, years = 500, 0.03, 10
balance = deposit * (1 + rate) ** years
print(f"You will have {balance:,.2f}")
