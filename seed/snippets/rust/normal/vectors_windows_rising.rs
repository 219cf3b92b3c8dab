fn longest_climb(heights: &[i32]) -> usize {
    let (mut best, mut current) = (0, 0);
    for pair in heights.windows(2) {
        current = if pair[1] > pair[0] { current + 1 } else { 0 };
        best = best.max(current);
    }
    best
}
