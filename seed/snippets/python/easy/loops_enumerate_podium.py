podium = ["Kenya", "Norway", "Japan"]
for place, country in enumerate(podium, start=1):
    print(f"{place}. {country}")
