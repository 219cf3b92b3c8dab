enum Command<'a> {
    Go(&'a str),
    Take { item: &'a str, count: u32 },
    Quit,
}

fn parse(line: &str) -> Option<Command<'_>> {
    let words: Vec<&str> = line.split_whitespace().collect();
    match words[..] {
        ["go", direction] => Some(Command::Go(direction)),
        ["take", item] => Some(Command::Take { item, count: 1 }),
        ["take", count, item] => {
            let count = count.parse().ok()?;
            Some(Command::Take { item, count })
        }
        ["quit" | "exit"] => Some(Command::Quit),
        _ => None,
    }
}
