import re

text = "Call 555 before 9 and ask for room 12"
numbers = re.findall(r"\d+", text)
print("Found the numbers", numbers)
