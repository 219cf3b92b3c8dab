for seconds in range(10, 0, -1):
    print(seconds)
print("Lift off!")
