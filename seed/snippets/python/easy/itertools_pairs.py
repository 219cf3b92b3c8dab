from itertools import combinations

players = ["Mo", "Lu", "Kai", "Zoe"]
for home, away in combinations(players, 2):
    print(home, "plays", away)
