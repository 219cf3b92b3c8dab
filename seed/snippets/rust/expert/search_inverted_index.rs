#[derive(Default)]
struct Index {
    postings: HashMap<String, HashMap<usize, usize>>,
    size: usize,
}

impl Index {
    fn add(&mut self, id: usize, text: &str) {
        self.size += 1;
        for word in text.split_whitespace().map(str::to_lowercase) {
            let hits = self.postings.entry(word).or_default();
            *hits.entry(id).or_default() += 1;
        }
    }

    fn search(&self, query: &str) -> Option<usize> {
        let mut scores: HashMap<usize, f64> = HashMap::new();
        for word in query.split_whitespace().map(str::to_lowercase) {
            let hits = self.postings.get(&word)?;
            let rarity = (self.size as f64 / hits.len() as f64).ln();
            for (&id, &count) in hits {
                *scores.entry(id).or_default() += count as f64 * rarity;
            }
        }
        let best = scores.into_iter().max_by(|a, b| a.1.total_cmp(&b.1));
        best.map(|(id, _)| id)
    }
}
