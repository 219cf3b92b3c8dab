let distance = 12.4;
let per_km = 1.8;
let cost = 3.5 + distance * per_km;
println!("{cost:.2}");
