letters = list("abcdefgh")
head, tail = letters[:3], letters[-3:]
middle = letters[3:-3]
every_other = letters[::2]
backwards = letters[::-1]
print(head, middle, tail, every_other, backwards)
