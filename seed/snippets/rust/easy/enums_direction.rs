#[derive(Debug, PartialEq)]
enum Turn {
    Left,
    Right,
}
