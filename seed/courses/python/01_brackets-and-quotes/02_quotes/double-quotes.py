print("hello")
print("good morning again")
