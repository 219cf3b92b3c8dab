fn rotate(text: &str, key: u8) -> String {
    text.chars()
        .map(|c| match c {
            'a'..='z' => ((c as u8 - b'a' + key) % 26 + b'a') as char,
            other => other,
        })
        .collect()
}
