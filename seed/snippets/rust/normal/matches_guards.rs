fn grade(points: u32, late: bool) -> char {
    match points {
        90.. if !late => 'A',
        75.. => 'B',
        60.. => 'C',
        0 => '-',
        _ => 'F',
    }
}
