func Filter[T any](seq iter.Seq[T], keep func(T) bool) iter.Seq[T] {
    return func(yield func(T) bool) {
        for value := range seq {
            if keep(value) && !yield(value) {
                return
            }
        }
    }
}

func Map[A, B any](seq iter.Seq[A], change func(A) B) iter.Seq[B] {
    return func(yield func(B) bool) {
        seq(func(a A) bool { return yield(change(a)) })
    }
}
