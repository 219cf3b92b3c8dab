header = "name\tcity\tage"
row = 'Ann "Annie" Bell\tCork\t52'
print(header, row, sep="\n")
print("One backslash is written \\ twice")
