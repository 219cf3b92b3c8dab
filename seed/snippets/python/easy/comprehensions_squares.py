numbers = [3, 8, 1, 9, 4]
squares = [n * n for n in numbers]
even = [n for n in squares if n % 2 == 0]
print(sum(even), max(squares))
