let discounts: Vec<Box<dyn Fn(f64) -> f64>> = vec![
    Box::new(|price| price * 0.95),
    Box::new(|price| (price - 10.0).max(0.0)),
];
let price = discounts.iter().fold(59.9, |price, apply| apply(price));
println!("{price:.2}");
