fn retry<T, E: fmt::Display>(
    attempts: u32,
    mut task: impl FnMut(u32) -> Result<T, E>,
) -> Result<T, E> {
    let mut attempt = 1;
    loop {
        match task(attempt) {
            Err(problem) if attempt < attempts => {
                eprintln!("attempt {attempt}: {problem}");
                thread::sleep(Duration::from_millis(100 << attempt));
                attempt += 1;
            }
            outcome => return outcome,
        }
    }
}
