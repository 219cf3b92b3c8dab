import random

BEATS = {"rock": "scissors", "paper": "rock", "scissors": "paper"}
yours = input("Rock, paper or scissors? ").lower()
mine = random.choice(list(BEATS))
if yours == mine:
    print(f"We both chose {mine}")
else:
    winner = "You" if BEATS.get(yours) == mine else "I"
    print(f"{winner} win: {yours} against {mine}")
