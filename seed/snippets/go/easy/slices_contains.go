fruits := []string{"fig", "kiwi", "plum"}
if slices.Contains(fruits, "kiwi") {
    fmt.Println("Buy no kiwi")
}
