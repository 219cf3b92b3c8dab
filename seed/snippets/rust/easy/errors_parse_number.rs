let age: u8 = "42".parse().expect("a number");
println!("Next year: {}", age + 1);
