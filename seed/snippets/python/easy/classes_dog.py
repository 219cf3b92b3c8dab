class Dog:
    def __init__(self, name):
        self.name = name
        self.tricks = ["sit"]
