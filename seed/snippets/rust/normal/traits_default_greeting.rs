trait Greet {
    fn name(&self) -> String;

    fn greet(&self, hour: u8) -> String {
        let part = if hour < 12 { "morning" } else { "day" };
        format!("Good {part}, {}!", self.name())
    }
}
