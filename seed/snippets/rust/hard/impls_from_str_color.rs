#[derive(Debug, PartialEq)]
struct Rgb(u8, u8, u8);

impl FromStr for Rgb {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let hex = text.strip_prefix('#').ok_or("no leading #")?;
        if hex.len() != 6 || !hex.is_ascii() {
            return Err(format!("{hex} is not six digits"));
        }
        let part = |at| u8::from_str_radix(&hex[at..at + 2], 16);
        let rgb = part(0).and_then(|r| Ok(Rgb(r, part(2)?, part(4)?)));
        rgb.map_err(|error| error.to_string())
    }
}
