var value any = 42
if number, ok := value.(int); ok {
    fmt.Println("twice that is", number*2)
}
