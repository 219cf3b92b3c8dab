from random import randint

first = randint(1, 6)
second = randint(1, 6)
if first == second:
    print("A pair! You may roll again.")
