def halves(size: float):
    while size > 1:
        yield size
        size = size / 2
