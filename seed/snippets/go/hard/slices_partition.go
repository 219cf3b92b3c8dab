func partition[T any](items []T, ok func(T) bool) (yes, no []T) {
    for _, item := range items {
        if ok(item) {
            yes = append(yes, item)
            continue
        }
        no = append(no, item)
    }
    return yes, no
}
