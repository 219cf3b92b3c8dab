fn routes(
    width: u64,
    height: u64,
    known: &mut HashMap<(u64, u64), u64>,
) -> u64 {
    if width == 0 || height == 0 {
        return 1;
    }
    if let Some(&count) = known.get(&(width, height)) {
        return count;
    }
    let count =
        routes(width - 1, height, known) + routes(width, height - 1, known);
    known.insert((width, height), count);
    count
}
