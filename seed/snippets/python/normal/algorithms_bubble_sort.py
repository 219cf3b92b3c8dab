def bubble_sort(values: list[float]) -> None:
    for end in range(len(values) - 1, 0, -1):
        swapped = False
        for at in range(end):
            if values[at] > values[at + 1]:
                values[at : at + 2] = values[at + 1], values[at]
                swapped = True
        if not swapped:
            break
