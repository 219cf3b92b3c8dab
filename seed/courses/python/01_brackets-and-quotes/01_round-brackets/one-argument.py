question = input()
print(len(question))
