fn mask(card: &str) -> String {
    let digits: String = card.split_whitespace().collect();
    let hidden = digits.len().saturating_sub(4);
    format!("{}{}", "*".repeat(hidden), &digits[hidden..])
}

println!("{}", mask("4929 1234 5678 9012"));
