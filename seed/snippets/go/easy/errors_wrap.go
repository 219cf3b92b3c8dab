if err := save(note); err != nil {
    return fmt.Errorf("save note: %w", err)
}
