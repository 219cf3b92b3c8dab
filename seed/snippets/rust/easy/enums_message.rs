enum Message {
    Quit,
    Say(String),
    Move { x: i32, y: i32 },
}
