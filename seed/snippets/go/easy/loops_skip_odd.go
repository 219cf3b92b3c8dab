for n := range 10 {
    if n%2 == 0 {
        fmt.Println(n)
    }
}
