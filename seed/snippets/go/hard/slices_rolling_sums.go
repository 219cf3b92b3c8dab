func rolling(values []int, size int) []int {
    sums := make([]int, 0, len(values))
    total := 0
    for i, value := range values {
        total += value
        if i >= size {
            total -= values[i-size]
        }
        sums = append(sums, total)
    }
    return sums
}
