from itertools import cycle

lights = cycle(["green", "amber", "red"])
current = next(lights)
print("After", current, "comes", next(lights))
