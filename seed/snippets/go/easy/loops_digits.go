sum := 0
for rest := 90210; rest > 0; rest /= 10 {
    sum += rest % 10
}
