fn swapped<T>((a, b): (T, T)) -> (T, T) {
    (b, a)
}
