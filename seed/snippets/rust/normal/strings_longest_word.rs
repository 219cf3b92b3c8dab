let text = "the quick brown fox jumped over";
let longest = text
    .split(' ')
    .max_by_key(|word| word.len())
    .unwrap_or_default();
println!("{longest} has {} letters", longest.len());
