func retry(ctx context.Context, attempts int, task func() error) error {
    pause := 100 * time.Millisecond
    for attempt := 1; ; attempt++ {
        err := task()
        if err == nil || attempt == attempts {
            return err
        }
        jitter := rand.N(pause)
        select {
        case <-time.After(pause + jitter):
            pause *= 2
        case <-ctx.Done():
            return errors.Join(err, ctx.Err())
        }
    }
}
