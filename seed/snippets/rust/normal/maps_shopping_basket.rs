let mut basket: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
for (item, cents) in [("tea", 250), ("fig", 90), ("tea", 250)] {
    let line = basket.entry(item).or_insert((0, cents));
    line.0 += 1;
}
let total: u32 = basket.values().map(|(n, cents)| n * cents).sum();
println!("{total} cents");
