func last[T any](items []T) T {
    return items[len(items)-1]
}
