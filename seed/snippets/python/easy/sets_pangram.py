from string import ascii_lowercase

sentence = input("Type a pangram: ").lower()
missing = set(ascii_lowercase) - set(sentence)
print("Missing letters:", sorted(missing))
