func nth(values []float64, n int) float64 {
    pivot := values[len(values)/2]
    var below, above []float64
    for _, value := range values {
        if value < pivot {
            below = append(below, value)
        } else if value > pivot {
            above = append(above, value)
        }
    }
    if n < len(below) {
        return nth(below, n)
    } else if rest := n - len(values) + len(above); rest >= 0 {
        return nth(above, rest)
    }
    return pivot
}
