full_name = "ada lovelace"
first, last = full_name.title().split()
initials = first[0] + last[0]
print(initials)
