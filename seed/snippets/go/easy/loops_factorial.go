result := 1
for n := 2; n <= 10; n++ {
    result *= n
}
