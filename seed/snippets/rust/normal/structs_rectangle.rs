struct Rect {
    width: u32,
    height: u32,
}

impl Rect {
    fn fits(&self, other: &Rect) -> bool {
        self.width >= other.width && self.height >= other.height
    }
}
