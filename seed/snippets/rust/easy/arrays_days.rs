let days = ["Mon", "Tue", "Wed"];
println!("{} days, first {}", days.len(), days[0]);
