type Number interface {
    ~int | ~int64 | ~float64
}

func average[N Number](values ...N) float64 {
    var sum N
    for _, value := range values {
        sum += value
    }
    return float64(sum) / float64(len(values))
}
