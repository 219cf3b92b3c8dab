bill = 86.40
guests = 4
tip = bill * 0.15
share = (bill + tip) / guests
print("Everyone pays", round(share, 2))
