struct Dice {
    state: u64,
}

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        self.state % sides + 1
    }

    fn rolls(&mut self, count: usize, sides: u64) -> u64 {
        (0..count).map(|_| self.roll(sides)).sum()
    }
}
