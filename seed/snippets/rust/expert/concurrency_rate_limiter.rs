struct Limiter {
    per_second: f64,
    burst: f64,
    bucket: Mutex<(f64, Instant)>,
    refilled: Condvar,
}

impl Limiter {
    fn acquire(&self, patience: Duration) -> bool {
        let deadline = Instant::now() + patience;
        let mut bucket = self.bucket.lock().unwrap();
        loop {
            let now = Instant::now();
            let earned = (now - bucket.1).as_secs_f64() * self.per_second;
            *bucket = ((bucket.0 + earned).min(self.burst), now);
            if bucket.0 >= 1.0 {
                bucket.0 -= 1.0;
                return true;
            }
            let missing = (1.0 - bucket.0) / self.per_second;
            let pause = Duration::from_secs_f64(missing);
            if now + pause > deadline {
                return false;
            }
            bucket = self.refilled.wait_timeout(bucket, pause).unwrap().0;
        }
    }
}
