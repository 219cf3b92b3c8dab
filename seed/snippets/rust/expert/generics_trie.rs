#[derive(Default)]
struct Trie {
    children: BTreeMap<char, Trie>,
    is_word: bool,
}

impl Trie {
    fn insert(&mut self, word: &str) {
        let mut node = self;
        for letter in word.chars() {
            node = node.children.entry(letter).or_default();
        }
        node.is_word = true;
    }

    fn find(&self, prefix: &str) -> Option<&Trie> {
        prefix
            .chars()
            .try_fold(self, |node, letter| node.children.get(&letter))
    }

    fn collect(&self, prefix: &str, found: &mut Vec<String>) {
        if self.is_word {
            found.push(prefix.to_string());
        }
        for (letter, child) in &self.children {
            child.collect(&format!("{prefix}{letter}"), found);
        }
    }
}
