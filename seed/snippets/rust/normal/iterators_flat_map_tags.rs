let posts = [("rust", vec!["crab", "fast"]), ("go", vec!["fast"])];
let tags: BTreeSet<_> = posts
    .iter()
    .flat_map(|(_, tags)| tags.iter().copied())
    .collect();
println!("{}", tags.len());
