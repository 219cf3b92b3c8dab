try:
    seats = int(input("How many seats? "))
except ValueError:
    seats = 1
print("Booking", seats)
