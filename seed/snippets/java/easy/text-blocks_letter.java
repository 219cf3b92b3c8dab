String letter = """
    Dear %s,
    your order number %d is on its way.
    """.formatted("Lin", 4711);
