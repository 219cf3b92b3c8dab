let name: Option<&str> = None;
let shown = name.unwrap_or("guest");
println!("Welcome, {shown}");
