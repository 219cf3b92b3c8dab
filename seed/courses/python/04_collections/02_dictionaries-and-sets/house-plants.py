plants = {
    "fern": {"light": "low", "water": 3},
    "cactus": {"light": "high", "water": 1},
}
thirsty = max(plants, key=lambda name: plants[name]["water"])
print(f"Water the {thirsty} first")
