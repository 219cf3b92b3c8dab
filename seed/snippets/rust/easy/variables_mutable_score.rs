let mut score = 10;
score += 5;
score *= 2;
println!("Score: {score}");
