func titleCase(text string) string {
    words := strings.Fields(text)
    for i, word := range words {
        words[i] = strings.ToUpper(word[:1]) + word[1:]
    }
    return strings.Join(words, " ")
}
