#[derive(Debug)]
enum ConfigError {
    Io(io::Error),
    Port(ParseIntError),
}

impl From<io::Error> for ConfigError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

fn load_port(path: &Path) -> Result<u16, ConfigError> {
    let text = fs::read_to_string(path)?;
    text.trim().parse().map_err(ConfigError::Port)
}
