struct Groups {
    parent: Vec<usize>,
    size: Vec<usize>,
}

impl Groups {
    fn find(&mut self, mut member: usize) -> usize {
        while self.parent[member] != member {
            self.parent[member] = self.parent[self.parent[member]];
            member = self.parent[member];
        }
        member
    }

    fn join(&mut self, one: usize, other: usize) -> bool {
        let (mut a, mut b) = (self.find(one), self.find(other));
        if self.size[a] < self.size[b] {
            std::mem::swap(&mut a, &mut b);
        }
        if a != b {
            self.parent[b] = a;
            self.size[a] += self.size[b];
        }
        a != b
    }
}
