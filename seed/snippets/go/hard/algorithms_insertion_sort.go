func insertionSort[T any](items []T, less func(a, b T) bool) (moves int) {
    for i := 1; i < len(items); i++ {
        item, at := items[i], i
        for at > 0 && less(item, items[at-1]) {
            items[at] = items[at-1]
            at--
            moves++
        }
        items[at] = item
    }
    return moves
}
