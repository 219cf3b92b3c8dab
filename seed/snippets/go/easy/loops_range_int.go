stars := ""
for range 5 {
    stars += "*"
    fmt.Println(stars)
}
