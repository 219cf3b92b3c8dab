def odd_numbers(start):
    number = start | 1
    while True:
        yield number
        number += 2
