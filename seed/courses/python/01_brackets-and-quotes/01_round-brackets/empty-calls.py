print()
input()
print()
