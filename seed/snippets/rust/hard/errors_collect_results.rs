fn parse_prices(text: &str) -> Result<Vec<(String, u32)>, String> {
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(at, line)| {
            let (name, cents) = line
                .split_once('=')
                .ok_or_else(|| format!("line {}: no price", at + 1))?;
            let cents = cents
                .trim()
                .parse()
                .map_err(|error| format!("line {}: {error}", at + 1))?;
            Ok((name.trim().to_string(), cents))
        })
        .collect()
}
