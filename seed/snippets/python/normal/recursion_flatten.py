def flatten(items: list) -> list:
    """Take the lists out of a list, however deep they are."""
    flat = []
    for item in items:
        if isinstance(item, list):
            flat.extend(flatten(item))
        else:
            flat.append(item)
    return flat
