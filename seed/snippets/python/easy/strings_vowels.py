word = "encyclopaedia"
vowels = sum(letter in "aeiou" for letter in word)
print(f"{word} has {vowels} vowels")
