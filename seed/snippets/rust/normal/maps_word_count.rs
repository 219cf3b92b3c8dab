let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
for word in text.split_whitespace() {
    *counts.entry(word).or_default() += 1;
}
for (word, count) in &counts {
    println!("{word:>12} {count}");
}
