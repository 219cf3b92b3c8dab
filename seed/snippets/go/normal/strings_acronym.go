func acronym(phrase string) string {
    var letters []rune
    for _, word := range strings.Fields(phrase) {
        first, _ := utf8.DecodeRuneInString(word)
        letters = append(letters, unicode.ToUpper(first))
    }
    return string(letters)
}
