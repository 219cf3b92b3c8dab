func countLines(path string) (int, error) {
    content, err := os.ReadFile(path)
    if err != nil {
        return 0, err
    }
    return bytes.Count(content, []byte("\n")), nil
}
