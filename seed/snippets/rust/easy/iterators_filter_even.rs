let even: Vec<i32> = (1..=20).filter(|n| n % 2 == 0).collect();
println!("{even:?}");
