from datetime import date

moon_landing = date(1969, 7, 20)
print(moon_landing.strftime("It was a %A"))
