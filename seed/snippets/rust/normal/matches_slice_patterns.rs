fn describe(words: &[&str]) -> String {
    match words {
        [] => "silence".into(),
        [only] => format!("just {only}"),
        [first, .., last] => format!("{first} to {last}"),
    }
}
