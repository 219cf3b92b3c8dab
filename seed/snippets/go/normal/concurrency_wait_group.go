var wait sync.WaitGroup
for _, image := range images {
    wait.Add(1)
    go func() {
        defer wait.Done()
        resize(image, 640)
    }()
}
wait.Wait()
