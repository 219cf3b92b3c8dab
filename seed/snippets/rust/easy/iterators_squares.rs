let squares: Vec<u32> = (1..=5).map(|n| n * n).collect();
assert_eq!(squares, [1, 4, 9, 16, 25]);
