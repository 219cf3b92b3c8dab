func reduce[T, A any](items []T, start A, step func(A, T) A) A {
    result := start
    for _, item := range items {
        result = step(result, item)
    }
    return result
}
