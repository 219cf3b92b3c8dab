fn winner(score: (u8, u8)) -> &'static str {
    match score {
        (a, b) if a > 10 && a >= b + 2 => "home",
        (a, b) if b > 10 && b >= a + 2 => "away",
        (10.., 10..) => "deuce",
        _ => "still playing",
    }
}
