func visit(room string) {
    fmt.Println("entering", room)
    defer fmt.Println("leaving", room)
}
