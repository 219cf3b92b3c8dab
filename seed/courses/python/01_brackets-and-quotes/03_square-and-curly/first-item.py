seasons = ["spring", "autumn"]
print(seasons[0])
