struct Celsius(f64);

impl From<Celsius> for f64 {
    fn from(degrees: Celsius) -> f64 {
        degrees.0 * 9.0 / 5.0 + 32.0
    }
}

let fahrenheit: f64 = Celsius(21.5).into();
