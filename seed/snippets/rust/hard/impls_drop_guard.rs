struct Timer<'a> {
    label: &'a str,
    start: Instant,
}

impl Drop for Timer<'_> {
    fn drop(&mut self) {
        let taken = self.start.elapsed();
        if taken > Duration::from_millis(250) {
            eprintln!("{} took {:.1} s", self.label, taken.as_secs_f64());
        }
    }
}
