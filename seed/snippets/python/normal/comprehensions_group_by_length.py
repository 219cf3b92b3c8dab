words = input("Type a sentence: ").lower().split()
by_length: dict[int, set[str]] = {}
for word in words:
    by_length.setdefault(len(word), set()).add(word)
for length, group in sorted(by_length.items()):
    print(f"{length}: {', '.join(sorted(group))}")
