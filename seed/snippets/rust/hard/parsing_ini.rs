fn parse_ini(text: &str) -> HashMap<String, String> {
    let mut settings = HashMap::new();
    let mut section = "";
    for line in text.lines().map(str::trim) {
        if line.is_empty() || line.starts_with(';') {
            continue;
        } else if let Some(name) = line.strip_prefix('[') {
            section = name.trim_end_matches(']');
        } else if let Some((key, value)) = line.split_once('=') {
            let key = format!("{section}.{}", key.trim());
            settings.insert(key, value.trim().to_owned());
        }
    }
    settings
}
