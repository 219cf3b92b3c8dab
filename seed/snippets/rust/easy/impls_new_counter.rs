impl Counter {
    fn new() -> Self {
        Counter { count: 0 }
    }
}
