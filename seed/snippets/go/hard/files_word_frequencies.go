func frequencies(in io.Reader) (map[string]int, error) {
    counts := make(map[string]int)
    scanner := bufio.NewScanner(in)
    scanner.Split(bufio.ScanWords)
    for scanner.Scan() {
        word := strings.TrimFunc(scanner.Text(), unicode.IsPunct)
        if word == "" {
            continue
        }
        counts[strings.ToLower(word)]++
    }
    return counts, scanner.Err()
}
