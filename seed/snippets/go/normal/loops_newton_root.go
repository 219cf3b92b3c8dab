func sqrt(x float64) float64 {
    guess := x / 2
    for range 20 {
        next := (guess + x/guess) / 2
        if math.Abs(next-guess) < 1e-9 {
            return next
        }
        guess = next
    }
    return guess
}
