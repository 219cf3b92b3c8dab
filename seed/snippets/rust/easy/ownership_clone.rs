let original = String::from("crab");
let copy = original.clone();
drop(original);
println!("{copy}");
