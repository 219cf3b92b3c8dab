class Cart:
    def __init__(self):
        self.lines = {}

    def add(self, product, count=1):
        self.lines[product] = self.lines.get(product, 0) + count

    def __len__(self):
        return sum(self.lines.values())
