players.sort_by(|a, b| {
    b.score
        .total_cmp(&a.score)
        .then_with(|| a.name.cmp(&b.name))
});
for (place, player) in players.iter().enumerate().take(3) {
    println!("{}. {}", place + 1, player.name);
}
