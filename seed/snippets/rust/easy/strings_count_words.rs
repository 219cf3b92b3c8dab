let poem = "so much depends upon";
let words = poem.split_whitespace().count();
println!("{words} words");
