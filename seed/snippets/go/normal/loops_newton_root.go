func sqrt(x float64) float64 {
    guess, last := x/2, 0.0
    for math.Abs(guess-last) > 1e-9 {
        last, guess = guess, (guess+x/guess)/2
    }
    return guess
}
