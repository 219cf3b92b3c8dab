#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_century_is_no_leap_year_unless_its_fourth() {
        let cases = [(1900, false), (2000, true), (2023, false), (2024, true)];
        for (year, expected) in cases {
            assert_eq!(is_leap(year), expected, "in {year}");
        }
    }
}
