if price, ok := prices["tea"]; ok {
    fmt.Println("Tea costs", price)
}
