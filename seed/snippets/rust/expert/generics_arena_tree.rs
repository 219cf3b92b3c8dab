struct Node<T> {
    value: T,
    parent: Option<usize>,
}

struct Arena<T> {
    nodes: Vec<Node<T>>,
}

impl<T> Arena<T> {
    fn add(&mut self, value: T, parent: Option<usize>) -> usize {
        self.nodes.push(Node { value, parent });
        self.nodes.len() - 1
    }

    fn path(&self, id: usize) -> impl Iterator<Item = &T> {
        iter::successors(Some(id), |&id| self.nodes[id].parent)
            .map(|id| &self.nodes[id].value)
    }

    fn children(&self, id: usize) -> impl Iterator<Item = &T> {
        self.nodes
            .iter()
            .filter(move |node| node.parent == Some(id))
            .map(|node| &node.value)
    }
}
