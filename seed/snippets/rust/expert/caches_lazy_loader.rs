struct Loader<K, V, F> {
    load: F,
    life: Duration,
    known: Mutex<HashMap<K, (Instant, Arc<V>)>>,
}

impl<K, V, F> Loader<K, V, F>
where
    K: Hash + Eq + Clone,
    F: Fn(&K) -> io::Result<V>,
{
    fn get(&self, key: &K) -> io::Result<Arc<V>> {
        let now = Instant::now();
        if let Some((until, value)) = self.known.lock().unwrap().get(key) {
            if *until > now {
                return Ok(Arc::clone(value));
            }
        }
        let fresh = Arc::new((self.load)(key)?);
        let entry = (now + self.life, Arc::clone(&fresh));
        self.known.lock().unwrap().insert(key.clone(), entry);
        Ok(fresh)
    }
}
