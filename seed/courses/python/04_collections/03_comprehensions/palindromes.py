words = ["level", "python", "noon", "code", "radar"]
palindromes = [word for word in words if word == word[::-1]]
lengths = [len(word) for word in palindromes]
print(palindromes, sum(lengths))
