func sleep(ctx context.Context, pause time.Duration) error {
    select {
    case <-time.After(pause):
        return nil
    case <-ctx.Done():
        return context.Cause(ctx)
    }
}
