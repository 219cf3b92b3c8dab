type Grid = [[u8; 9]; 9];

fn fits(grid: &Grid, row: usize, column: usize, digit: u8) -> bool {
    let (top, left) = (row / 3 * 3, column / 3 * 3);
    (0..9).all(|n| {
        grid[row][n] != digit
            && grid[n][column] != digit
            && grid[top + n / 3][left + n % 3] != digit
    })
}

fn solve(grid: &mut Grid) -> bool {
    let empty = (0..81).find(|n| grid[n / 9][n % 9] == 0);
    let Some((row, column)) = empty.map(|n| (n / 9, n % 9)) else {
        return true;
    };
    for digit in 1..=9 {
        if fits(grid, row, column, digit) {
            grid[row][column] = digit;
            if solve(grid) {
                return true;
            }
            grid[row][column] = 0;
        }
    }
    false
}
