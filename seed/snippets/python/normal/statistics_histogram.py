from collections import Counter

rolls = [3, 5, 3, 6, 1, 3, 5, 2, 6, 3]
counts = Counter(rolls)
for face in range(1, 7):
    bar = "#" * counts[face]
    share = counts[face] / len(rolls)
    print(f"{face} {bar:<5} {share:.0%}")
