savings = 100
savings += 25
savings -= 10
savings *= 2
savings //= 3
print("You have saved", savings)
