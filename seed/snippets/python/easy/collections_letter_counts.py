from collections import Counter

letters = Counter("mississippi")
print(letters.most_common(2))
