from random import randint

secret, guess = randint(1, 100), 0
while guess != secret:
    guess = int(input("Guess a number: "))
    if guess < secret:
        print("Too low, aim higher")
    elif guess > secret:
        print("Too high, aim lower")
print(f"{secret} it is, well done!")
