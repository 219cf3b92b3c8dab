func tail(path string, count int) ([]string, error) {
    file, err := os.Open(path)
    if err != nil {
        return nil, err
    }
    defer file.Close()
    end, err := file.Seek(0, io.SeekEnd)
    if err != nil {
        return nil, err
    }
    var text []byte
    for at := end; at > 0 && bytes.Count(text, []byte("\n")) <= count; {
        size := min(4096, at)
        at -= size
        block := make([]byte, size)
        if _, err := file.ReadAt(block, at); err != nil {
            return nil, fmt.Errorf("read %s at %d: %w", path, at, err)
        }
        text = append(block, text...)
    }
    lines := strings.Split(strings.TrimRight(string(text), "\n"), "\n")
    return lines[max(0, len(lines)-count):], nil
}
