let depths = vec![12, 47, 8, 31];
let deepest = depths.iter().max();
println!("{deepest:?}");
