var line = regexp.MustCompile(`^(\S+) (DEBUG|INFO|WARN|ERROR) (.*)$`)

func countLevels(log io.Reader) (map[string]int, error) {
    counts := make(map[string]int)
    scanner := bufio.NewScanner(log)
    for number := 1; scanner.Scan(); number++ {
        parts := line.FindStringSubmatch(scanner.Text())
        if parts == nil {
            return nil, fmt.Errorf("line %d is no log line", number)
        }
        counts[parts[2]]++
    }
    return counts, scanner.Err()
}
