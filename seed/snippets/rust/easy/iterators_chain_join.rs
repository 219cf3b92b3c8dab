let names = ["Ann", "Bo"].join(" and ");
println!("{names} are here");
