func parse(text string) map[string]map[string]string {
    sections := map[string]map[string]string{"": {}}
    current := sections[""]
    for line := range strings.Lines(text) {
        line = strings.TrimSpace(line)
        if line == "" || line[0] == ';' {
            continue
        }
        if name, ok := strings.CutPrefix(line, "["); ok {
            current = make(map[string]string)
            sections[strings.TrimSuffix(name, "]")] = current
        } else if key, value, ok := strings.Cut(line, "="); ok {
            current[strings.TrimSpace(key)] = strings.TrimSpace(value)
        }
    }
    return sections
}
