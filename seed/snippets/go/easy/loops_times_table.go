for i := 1; i <= 10; i++ {
    fmt.Println(i, "x 7 =", i*7)
}
