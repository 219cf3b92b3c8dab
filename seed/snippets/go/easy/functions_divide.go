func divide(a, b int) (quotient, rest int) {
    return a / b, a % b
}
