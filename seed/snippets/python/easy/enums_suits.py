from enum import Enum

Suit = Enum("Suit", ["CLUBS", "HEARTS", "SPADES"])
for suit in Suit:
    print(suit.value, suit.name.title())
