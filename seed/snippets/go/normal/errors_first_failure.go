func firstError(checks map[string]func() error) error {
    for _, name := range slices.Sorted(maps.Keys(checks)) {
        if err := checks[name](); err != nil {
            return fmt.Errorf("check %s: %w", name, err)
        }
    }
    return nil
}
