for n := 1; n <= 100; n++ {
    switch {
    case n%15 == 0:
        fmt.Println("FizzBuzz")
    case n%5 == 0:
        fmt.Println("Buzz")
    default:
        fmt.Println(n)
    }
}
