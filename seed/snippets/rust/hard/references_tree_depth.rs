#[derive(Default)]
struct Tree {
    value: i32,
    left: Option<Box<Tree>>,
    right: Option<Box<Tree>>,
}

impl Tree {
    fn depth(&self) -> usize {
        let below = [&self.left, &self.right]
            .into_iter()
            .flatten()
            .map(|child| child.depth())
            .max();
        1 + below.unwrap_or(0)
    }
}
