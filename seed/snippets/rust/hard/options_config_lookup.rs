struct Config {
    file: HashMap<String, String>,
}

impl Config {
    fn get<T: FromStr>(&self, key: &str) -> Option<T> {
        let variable = format!("APP_{}", key.to_uppercase());
        env::var(variable)
            .ok()
            .or_else(|| self.file.get(key).cloned())
            .filter(|value| !value.is_empty())
            .and_then(|value| value.parse().ok())
    }
}
