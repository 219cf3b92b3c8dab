word, guessed = "python", set()
for lives in range(6, 0, -1):
    shown = "".join(c if c in guessed else "_" for c in word)
    print(f"{shown}  {lives} lives")
    if shown == word:
        print("Well done!")
        break
    guessed.add(input("Letter: "))
