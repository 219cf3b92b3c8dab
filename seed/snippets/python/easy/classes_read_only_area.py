class Square:
    side = 4

    @property
    def area(self):
        return self.side**2
