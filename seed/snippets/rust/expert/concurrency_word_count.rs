fn count_words(paths: &[PathBuf], workers: usize) -> io::Result<usize> {
    let next = AtomicUsize::new(0);
    let work = || -> io::Result<usize> {
        let mut words = 0;
        while let Some(path) = paths.get(next.fetch_add(1, Ordering::Relaxed)) {
            let text = fs::read_to_string(path)?;
            words += text.split_whitespace().count();
        }
        Ok(words)
    };
    thread::scope(|scope| {
        let handles: Vec<_> =
            (0..workers).map(|_| scope.spawn(&work)).collect();
        let mut total = 0;
        for handle in handles {
            total += handle.join().expect("no worker panics")?;
        }
        Ok(total)
    })
}
