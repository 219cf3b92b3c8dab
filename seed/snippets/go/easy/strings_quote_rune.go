for i, letter := range "Go!" {
    fmt.Printf("%d: %q\n", i, letter)
}
