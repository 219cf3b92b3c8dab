left, right = 3, 8
if left < right:
    left, right = right, left
print("The larger number is", left)
