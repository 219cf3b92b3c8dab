let age = 15;
let price = if age < 18 { 5 } else { 12 };
println!("That is {price} euros");
