func double(n *int) {
    *n *= 2
}
