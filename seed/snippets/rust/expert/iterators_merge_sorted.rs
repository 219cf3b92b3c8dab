struct Merge<L: Iterator, R: Iterator<Item = L::Item>> {
    left: Peekable<L>,
    right: Peekable<R>,
}

impl<L, R> Iterator for Merge<L, R>
where
    L: Iterator,
    R: Iterator<Item = L::Item>,
    L::Item: Ord,
{
    type Item = L::Item;

    fn next(&mut self) -> Option<Self::Item> {
        match (self.left.peek(), self.right.peek()) {
            (Some(a), Some(b)) if a <= b => self.left.next(),
            (_, Some(_)) => self.right.next(),
            _ => self.left.next(),
        }
    }
}

let merged = Merge {
    left: [1, 4, 9].into_iter().peekable(),
    right: [2, 3, 5].into_iter().peekable(),
};
println!("{:?}", merged.collect::<Vec<_>>());
