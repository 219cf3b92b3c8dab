'search: for (y, row) in grid.iter().enumerate() {
    for (x, cell) in row.iter().enumerate() {
        if *cell == 'X' {
            println!("treasure at {x}, {y}");
            break 'search;
        }
    }
}
