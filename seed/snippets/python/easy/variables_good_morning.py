hour = 14
morning = hour < 12
greeting = "Good morning" if morning else "Hello"
print(greeting, "and welcome back")
