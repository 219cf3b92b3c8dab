orders = [("desk", 2), ("lamp", 0), ("chair", 4)]
pieces = 0
for name, amount in orders:
    if amount == 0:
        print(f"Skipping the {name}")
        continue
    pieces += amount
    print(f"Packing {amount} of {name}")
print(f"{pieces} pieces are ready to go")
