type Cell = (i32, i32);

fn step(alive: &HashSet<Cell>) -> HashSet<Cell> {
    let mut neighbours: HashMap<Cell, u8> = HashMap::new();
    for &(x, y) in alive {
        for n in (0..9).filter(|&n| n != 4) {
            *neighbours
                .entry((x + n % 3 - 1, y + n / 3 - 1))
                .or_default() += 1;
        }
    }
    neighbours
        .into_iter()
        .filter(|(cell, n)| *n == 3 || *n == 2 && alive.contains(cell))
        .map(|(cell, _)| cell)
        .collect()
}
