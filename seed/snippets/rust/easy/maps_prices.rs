let mut prices = HashMap::new();
prices.insert("tea", 250);
prices.insert("cake", 420);
let total: u32 = prices.values().sum();
