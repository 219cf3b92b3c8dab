let mut ids = vec![31, 4, 15, 4, 92, 31];
ids.sort_unstable();
ids.dedup();
match ids.binary_search(&15) {
    Ok(at) => println!("found at {at}"),
    Err(gap) => ids.insert(gap, 15),
}
