matrix = [[1, 2, 3], [4, 5, 6]]
transposed = [list(column) for column in zip(*matrix, strict=True)]
doubled = [[2 * cell for cell in row] for row in matrix]
flat = [cell for row in matrix for cell in row if cell % 2]
diagonal = {(i, i): row[i] for i, row in enumerate(matrix)}
print(transposed, doubled, flat, diagonal, sep="\n")
