authors = ["Mary Shelley", "Jane Austen", "Bram Stoker"]
authors.sort(key=lambda name: name.split()[-1])
print(*authors, sep="\n")
