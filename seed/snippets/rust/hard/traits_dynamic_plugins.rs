trait Filter {
    fn keeps(&self, line: &str) -> bool;
}

impl<F: Fn(&str) -> bool> Filter for F {
    fn keeps(&self, line: &str) -> bool {
        self(line)
    }
}

fn select<'a>(text: &'a str, filters: &[Box<dyn Filter>]) -> Vec<&'a str> {
    text.lines()
        .filter(|line| filters.iter().all(|filter| filter.keeps(line)))
        .collect()
}
