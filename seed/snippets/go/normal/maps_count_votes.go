func winner(votes []string) (best string) {
    counts := make(map[string]int)
    for _, name := range votes {
        if counts[name]++; counts[name] > counts[best] {
            best = name
        }
    }
    return best
}
