print("bread", "milk", "eggs", sep=", ")
print("ready", "steady", end="... ")
print("here we go!")
