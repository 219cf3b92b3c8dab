type Pair[A, B any] struct {
    First  A
    Second B
}
