def greet(name, greeting="Hello", *, loud=False):
    text = f"{greeting}, {name}"
    return text.upper() if loud else text
