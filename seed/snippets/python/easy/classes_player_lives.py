class Player:
    lives = 3

    def take_hit(self) -> bool:
        self.lives -= 1
        return self.lives > 0
