fn reverse(text: &str) -> String {
    text.chars().rev().collect()
}
