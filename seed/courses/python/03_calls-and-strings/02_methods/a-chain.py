line = "  Oranges, Lemons, Limes  "
clean = line.strip().lower()
fruit = clean.split(", ")
print(" & ".join(fruit))
print(len(fruit), "kinds")
