func fetchAll(urls []string, atOnce int) []string {
    pages := make([]string, len(urls))
    slots := make(chan struct{}, atOnce)
    var wait sync.WaitGroup
    for i, url := range urls {
        wait.Add(1)
        slots <- struct{}{}
        go func() {
            defer wait.Done()
            defer func() { <-slots }()
            pages[i] = fetch(url)
        }()
    }
    wait.Wait()
    return pages
}
