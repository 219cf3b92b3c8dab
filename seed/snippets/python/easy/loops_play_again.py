while True:
    answer = input("Shall we play again? ")
    if answer == "no":
        break
print("See you tomorrow")
