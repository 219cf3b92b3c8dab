struct Pairs<I: Iterator> {
    inner: I,
    last: Option<I::Item>,
}

impl<I> Iterator for Pairs<I>
where
    I: Iterator<Item: Clone>,
{
    type Item = (I::Item, I::Item);

    fn next(&mut self) -> Option<Self::Item> {
        let new = self.inner.next()?;
        let old = self.last.replace(new.clone())?;
        Some((old, new))
    }
}
