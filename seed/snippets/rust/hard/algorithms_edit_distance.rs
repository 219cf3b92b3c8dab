fn edit_distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut costs: Vec<usize> = (0..=to.len()).collect();
    for (i, a) in from.chars().enumerate() {
        let mut diagonal = costs[0];
        costs[0] = i + 1;
        for (j, &b) in to.iter().enumerate() {
            let substitute = diagonal + usize::from(a != b);
            diagonal = costs[j + 1];
            costs[j + 1] = substitute.min(1 + diagonal.min(costs[j]));
        }
    }
    costs[to.len()]
}
