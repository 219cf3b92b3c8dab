func debounce(pause time.Duration, action func()) func() {
    var (
        mu    sync.Mutex
        timer *time.Timer
    )
    return func() {
        mu.Lock()
        defer mu.Unlock()
        if timer != nil {
            timer.Stop()
        }
        timer = time.AfterFunc(pause, action)
    }
}
