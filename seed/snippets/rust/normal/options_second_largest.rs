fn podium(scores: &[i32]) -> Option<(i32, i32)> {
    let first = *scores.iter().max()?;
    let second = scores
        .iter()
        .copied()
        .filter(|&score| score < first)
        .max()?;
    Some((first, second))
}
