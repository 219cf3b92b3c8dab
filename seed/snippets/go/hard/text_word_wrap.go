func wrap(text string, width int) string {
    var out strings.Builder
    column := 0
    for _, word := range strings.Fields(text) {
        size := utf8.RuneCountInString(word)
        if column > 0 && column+1+size > width {
            out.WriteByte('\n')
            column = 0
        } else if column > 0 {
            out.WriteByte(' ')
        }
        out.WriteString(word)
        column += size + 1
    }
    return out.String()
}
