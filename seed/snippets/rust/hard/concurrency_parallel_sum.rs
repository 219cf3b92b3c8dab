fn parallel_sum(values: &[u64], workers: usize) -> u64 {
    let size = values.len().div_ceil(workers).max(1);
    thread::scope(|scope| {
        let parts: Vec<_> = values
            .chunks(size)
            .map(|part| scope.spawn(|| part.iter().sum::<u64>()))
            .collect();
        parts.into_iter().map(|part| part.join().unwrap()).sum()
    })
}
