func primes(limit int) []int {
    composite := make([]bool, limit+1)
    var found []int
    for n := 2; n <= limit; n++ {
        if composite[n] {
            continue
        }
        found = append(found, n)
        for multiple := n * n; multiple <= limit; multiple += n {
            composite[multiple] = true
        }
    }
    return found
}
