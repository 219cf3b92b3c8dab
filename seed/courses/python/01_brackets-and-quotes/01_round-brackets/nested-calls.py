sentence = input()
print(len(set(sentence)))
