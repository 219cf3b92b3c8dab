fn lower_bound<T: Ord>(sorted: &[T], wanted: &T) -> usize {
    let (mut low, mut high) = (0, sorted.len());
    while low < high {
        let middle = low + (high - low) / 2;
        if &sorted[middle] < wanted {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}
