fn last_or<T: Clone>(items: &[T], fallback: T) -> T {
    match items {
        [.., last] => last.clone(),
        [] => fallback,
    }
}

assert_eq!(last_or(&["a", "b"], "z"), "b");
