struct Parser<'a> {
    text: Peekable<Chars<'a>>,
}

impl Parser<'_> {
    fn sum(&mut self) -> Option<f64> {
        let mut value = self.product()?;
        while let Some(sign) = self.text.next_if(|c| "+-".contains(*c)) {
            let right = self.product()?;
            value += if sign == '+' { right } else { -right };
        }
        Some(value)
    }

    fn product(&mut self) -> Option<f64> {
        let mut value = self.number()?;
        while self.text.next_if_eq(&'*').is_some() {
            value *= self.number()?;
        }
        Some(value)
    }

    fn number(&mut self) -> Option<f64> {
        let mut digits = String::new();
        while let Some(c) = self.text.next_if(char::is_ascii_digit) {
            digits.push(c);
        }
        digits.parse().ok()
    }
}
