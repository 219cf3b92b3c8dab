temperature = 4
if temperature <= 0:
    advice = "Wear a hat, gloves and a scarf"
elif temperature < 12:
    advice = "A warm coat will do"
elif temperature < 20:
    advice = "Take a jumper for the evening"
else:
    advice = "Enjoy the sun"
print(advice)
