func fibonacci() func() int {
    a, b := 0, 1
    return func() int {
        defer func() { a, b = b, a+b }()
        return a
    }
}

var next = fibonacci()
