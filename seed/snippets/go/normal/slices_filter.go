func filter[T any](items []T, keep func(T) bool) []T {
    var kept []T
    for _, item := range items {
        if keep(item) {
            kept = append(kept, item)
        }
    }
    return kept
}
