speed = 57
limit = 50
too_fast = speed > limit
at_the_limit = speed == limit
print(too_fast, at_the_limit)
print(speed != limit, speed <= limit + 10)
