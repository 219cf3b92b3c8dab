struct Fibonacci(u64, u64);

impl Iterator for Fibonacci {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        (self.0, self.1) = (self.1, self.0 + self.1);
        Some(self.0)
    }
}
