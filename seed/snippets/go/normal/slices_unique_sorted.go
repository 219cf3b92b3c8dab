func unique(tags []string) []string {
    cleaned := make([]string, 0, len(tags))
    for _, tag := range tags {
        cleaned = append(cleaned, strings.ToLower(strings.TrimSpace(tag)))
    }
    slices.Sort(cleaned)
    return slices.Compact(cleaned)
}
