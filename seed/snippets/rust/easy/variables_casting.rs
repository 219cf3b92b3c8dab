let price = 19.99_f64;
let cents = (price * 100.0).round() as u64;
println!("{cents} cents");
