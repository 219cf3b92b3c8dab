fn run_lengths(text: &str) -> Vec<(char, usize)> {
    let mut letters = text.chars().peekable();
    let mut runs = Vec::new();
    while let Some(letter) = letters.next() {
        let mut length = 1;
        while letters.next_if_eq(&letter).is_some() {
            length += 1;
        }
        runs.push((letter, length));
    }
    runs
}
