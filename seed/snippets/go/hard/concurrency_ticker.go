ticker := time.NewTicker(30 * time.Second)
defer ticker.Stop()
for {
    select {
    case <-ctx.Done():
        return ctx.Err()
    case now := <-ticker.C:
        poll(now)
    }
}
