fn is_prime(n: u32) -> bool {
    n > 1 && (2..).take_while(|d| d * d <= n).all(|d| n % d != 0)
}

let primes: Vec<u32> = (1..50).filter(|&n| is_prime(n)).collect();
println!("{primes:?}");
