let city = ("Bergen", 291_000, true);
let (name, people, rainy) = city;
println!("{name} has {people} people");
