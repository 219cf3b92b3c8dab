words = input("What now? ").lower().split()
match words:
    case ["go", direction]:
        print(f"You walk {direction}")
    case ["take", *things]:
        print("You pick up", *things)
    case ["quit"]:
        print("Goodbye, traveller")
    case _:
        print("I do not understand that")
