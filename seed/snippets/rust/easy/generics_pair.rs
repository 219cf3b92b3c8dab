struct Pair<A, B> {
    first: A,
    second: B,
}
