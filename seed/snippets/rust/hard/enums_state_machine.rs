enum Door {
    Open,
    Closed { locked: bool },
}

impl Door {
    fn handle(self, command: &str) -> Result<Door, String> {
        match (self, command) {
            (Door::Open, "close") => Ok(Door::Closed { locked: false }),
            (Door::Closed { locked: false }, "open") => Ok(Door::Open),
            (Door::Closed { .. }, "lock") => Ok(Door::Closed { locked: true }),
            (_, other) => Err(format!("cannot {other} this door")),
        }
    }
}
