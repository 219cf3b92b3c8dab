func sum(numbers ...int) (total int) {
    for _, number := range numbers {
        total += number
    }
    return total
}
