#[derive(Clone, Copy, PartialEq)]
enum Disc {
    Red,
    Yellow,
}

#[derive(Default)]
struct Board {
    cells: HashMap<(i8, i8), Disc>,
}

impl Board {
    fn drop(&mut self, column: i8, disc: Disc) -> Option<bool> {
        let row =
            (0..6).find(|&row| !self.cells.contains_key(&(column, row)))?;
        self.cells.insert((column, row), disc);
        let count = |dx: i8, dy: i8| {
            (1..4)
                .take_while(|n| {
                    let next = (column + dx * n, row + dy * n);
                    self.cells.get(&next) == Some(&disc)
                })
                .count()
        };
        let lines = [(1, 0), (0, 1), (1, 1), (1, -1)];
        Some(lines.iter().any(|&(x, y)| count(x, y) + count(-x, -y) >= 3))
    }
}
