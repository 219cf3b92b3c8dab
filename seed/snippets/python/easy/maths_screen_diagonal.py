from math import hypot

width = 1920
height = 1080
diagonal = round(hypot(width, height))
print("The diagonal is", diagonal, "pixels")
