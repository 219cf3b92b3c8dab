let word = "crab";
if let Some(letter) = word.chars().next() {
    println!("{word} begins with {letter}");
}
