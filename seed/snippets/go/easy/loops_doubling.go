balance, years := 1000.0, 0
for balance < 2000 {
    balance *= 1.04
    years++
}
