impl Square {
    fn area(&self) -> f64 {
        self.side.powi(2)
    }
}
