fn fibonacci(n: u32) -> u128 {
    let (last, _) = (0..n).fold((0, 1), |(a, b), _| (b, a + b));
    last
}

for n in [1, 10, 100] {
    println!("F({n}) = {}", fibonacci(n));
}
