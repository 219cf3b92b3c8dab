func sign(n int) int {
    return cmp.Compare(n, 0)
}
