results := make(chan string, len(urls))
for _, url := range urls {
    go func(url string) {
        results <- fetchTitle(url)
    }(url)
}
for range urls {
    fmt.Println(<-results)
}
