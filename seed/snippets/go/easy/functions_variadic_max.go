func largest(first int, rest ...int) int {
    return max(first, slices.Max(append(rest, first)))
}
