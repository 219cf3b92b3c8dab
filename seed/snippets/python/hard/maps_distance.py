from math import asin, cos, radians, sin, sqrt

Place = tuple[float, float]


def distance_km(start: Place, end: Place) -> float:
    lat1, lon1, lat2, lon2 = map(radians, (*start, *end))
    bend = sin((lat2 - lat1) / 2) ** 2
    bend += cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371 * asin(sqrt(bend))


oslo, bern = (59.91, 10.75), (46.95, 7.45)
print(f"{distance_km(oslo, bern):.0f} km as the crow flies")
