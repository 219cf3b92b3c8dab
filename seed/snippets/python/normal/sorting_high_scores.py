from operator import itemgetter

scores = [("Kai", 310), ("Noor", 420), ("Ines", 365)]
scores.sort(key=itemgetter(1), reverse=True)
for place, (player, points) in enumerate(scores, start=1):
    print(f"{place}. {player} with {points} points")
