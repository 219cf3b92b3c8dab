let mut words = vec!["pear", "fig", "banana"];
words.sort_by_key(|word| word.len());
