name = input("What is your name? ").strip()
age = int(input("How old are you? "))
print(f"Hello {name}, you turn {age + 1} next year.")
