raining, windy = True, False
if raining and not windy:
    print("Take the umbrella")
else:
    print("Take the coat")
