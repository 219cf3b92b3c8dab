func isEven(n int) bool {
    return n%2 == 0
}
