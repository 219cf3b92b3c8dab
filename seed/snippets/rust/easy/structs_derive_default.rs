#[derive(Debug, Default)]
struct Settings {
    dark: bool,
    volume: u8,
}
