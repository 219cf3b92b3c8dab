fn binary(mut n: u32) -> String {
    let mut digits = String::new();
    while n > 0 {
        digits.insert(0, if n & 1 == 1 { '1' } else { '0' });
        n >>= 1;
    }
    digits
}
