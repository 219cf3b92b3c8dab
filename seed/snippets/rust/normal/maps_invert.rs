let capitals = [("Kenya", "Nairobi"), ("Peru", "Lima")];
let countries: HashMap<_, _> = capitals
    .into_iter()
    .map(|(country, city)| (city, country))
    .collect();
println!("Lima is in {}", countries["Lima"]);
