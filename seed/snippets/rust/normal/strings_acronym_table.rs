let phrase = "portable network graphics";
let acronym: String = phrase
    .split(' ')
    .flat_map(|word| word.chars().take(1))
    .flat_map(char::to_uppercase)
    .collect();
println!("{phrase}: {acronym}");
