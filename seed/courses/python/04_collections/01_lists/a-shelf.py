shelf = ["atlas", "novel", "poems"]
shelf.append("diary")
shelf.insert(0, "comics")
shelf.remove("novel")
print(len(shelf), "books:", shelf)
print("The last one is the", shelf[-1])
