if hour := time.Now().Hour(); hour < 12 {
    fmt.Println("Good morning")
}
