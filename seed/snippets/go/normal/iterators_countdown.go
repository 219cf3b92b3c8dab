func countdown(from int) iter.Seq[int] {
    return func(yield func(int) bool) {
        for n := from; n >= 0; n-- {
            if !yield(n) {
                return
            }
        }
    }
}
