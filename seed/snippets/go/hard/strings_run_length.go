func compress(text string) string {
    var out strings.Builder
    for i := 0; i < len(text); {
        run := i
        for run < len(text) && text[run] == text[i] {
            run++
        }
        fmt.Fprintf(&out, "%c%d", text[i], run-i)
        i = run
    }
    return out.String()
}
