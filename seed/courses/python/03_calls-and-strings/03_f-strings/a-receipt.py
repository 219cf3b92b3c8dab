item, price, count = "pencil", 0.85, 12
print(f"{count} x {item:<10} {price:>6.2f}")
print(f"{'total':<15} {price * count:>6.2f}")
print("=" * 22)
