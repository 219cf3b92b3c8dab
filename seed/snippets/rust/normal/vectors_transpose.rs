fn transpose(rows: &[Vec<i32>]) -> Vec<Vec<i32>> {
    let width = rows.first().map_or(0, Vec::len);
    (0..width)
        .map(|column| rows.iter().map(|row| row[column]).collect())
        .collect()
}
