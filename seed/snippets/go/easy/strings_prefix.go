if strings.HasPrefix(url, "https://") {
    fmt.Println("The connection is safe")
}
