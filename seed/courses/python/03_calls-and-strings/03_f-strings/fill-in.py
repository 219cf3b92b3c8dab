city = "Lisbon"
degrees = 23
print(f"It is {degrees} degrees in {city}")
print(f"Tomorrow it will be {degrees + 2}")
print(f"{city} has {len(city)} letters")
