let half = Some(12).filter(|n| n % 2 == 0).map(|n| n / 2);
assert_eq!(half, Some(6));
