type Store interface {
    Get(ctx context.Context, key string) ([]byte, error)
    Put(ctx context.Context, key string, value []byte) error
}

type Tiered struct{ fast, slow Store }

func (t Tiered) Get(ctx context.Context, key string) ([]byte, error) {
    value, err := t.fast.Get(ctx, key)
    if err == nil {
        return value, nil
    }
    if !errors.Is(err, fs.ErrNotExist) {
        slog.WarnContext(ctx, "fast store failed", "key", key, "error", err)
    }
    value, err = t.slow.Get(ctx, key)
    if err != nil {
        return nil, fmt.Errorf("get %q: %w", key, err)
    }
    if err := t.fast.Put(ctx, key, value); err != nil {
        slog.WarnContext(ctx, "not kept", "key", key, "error", err)
    }
    return value, nil
}
