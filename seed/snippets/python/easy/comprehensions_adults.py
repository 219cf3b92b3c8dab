ages = {"Ada": 36, "Tim": 12, "Joy": 19}
adults = [name for name, age in ages.items() if age >= 18]
print(" and ".join(adults))
