struct Field {
    width: i32,
    height: i32,
    mines: HashSet<(i32, i32)>,
    open: HashSet<(i32, i32)>,
}

impl Field {
    fn around(&self, (x, y): (i32, i32)) -> Vec<(i32, i32)> {
        (0..9)
            .filter(|&n| n != 4)
            .map(|n| (x + n % 3 - 1, y + n / 3 - 1))
            .filter(|&(x, y)| (0..self.width).contains(&x) && y >= 0)
            .filter(|&(_, y)| y < self.height)
            .collect()
    }

    fn reveal(&mut self, cell: (i32, i32)) -> bool {
        if self.mines.contains(&cell) || !self.open.insert(cell) {
            return !self.mines.contains(&cell);
        }
        let near = self.around(cell);
        if !near.iter().any(|next| self.mines.contains(next)) {
            near.into_iter().for_each(|next| drop(self.reveal(next)));
        }
        true
    }
}
