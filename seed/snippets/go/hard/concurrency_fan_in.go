func merge[T any](sources ...<-chan T) <-chan T {
    merged := make(chan T)
    var open sync.WaitGroup
    for _, source := range sources {
        open.Go(func() {
            for value := range source {
                merged <- value
            }
        })
    }
    go func() {
        open.Wait()
        close(merged)
    }()
    return merged
}
