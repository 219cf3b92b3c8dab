floors = {"kitchen": 1}
print(floors["kitchen"])
