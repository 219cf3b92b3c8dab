func roll(notation string) (int, error) {
    var count, sides, bonus int
    n, err := fmt.Sscanf(notation, "%dd%d%d", &count, &sides, &bonus)
    if n < 2 {
        return 0, fmt.Errorf("not a roll: %q: %w", notation, err)
    }
    if count < 1 || count > 100 || sides < 2 {
        return 0, errors.New("nobody owns such dice")
    }
    total := bonus
    for range count {
        total += rand.IntN(sides) + 1
    }
    return total, nil
}
