func readPort(text string) (int, error) {
    port, err := strconv.Atoi(text)
    if err != nil {
        return 0, fmt.Errorf("port %q: %w", text, err)
    }
    if port < 1 || port > 65535 {
        return 0, fmt.Errorf("port %d is out of range", port)
    }
    return port, nil
}
