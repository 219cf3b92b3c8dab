#[derive(Clone, Debug)]
struct Item {
    name: String,
    weight: usize,
    value: u32,
}

fn pack(items: &[Item], capacity: usize) -> (u32, Vec<&Item>) {
    let mut best: Vec<(u32, Vec<&Item>)> = vec![(0, vec![]); capacity + 1];
    for item in items {
        for room in (item.weight..=capacity).rev() {
            let (value, chosen) = &best[room - item.weight];
            let value = value + item.value;
            if value > best[room].0 {
                let mut chosen = chosen.clone();
                chosen.push(item);
                best[room] = (value, chosen);
            }
        }
    }
    best.swap_remove(capacity)
}
