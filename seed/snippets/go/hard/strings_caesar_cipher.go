func rotate(letter rune, by int) rune {
    switch {
    case letter >= 'a' && letter <= 'z':
        return 'a' + (letter-'a'+rune(by)+26)%26
    case letter >= 'A' && letter <= 'Z':
        return 'A' + (letter-'A'+rune(by)+26)%26
    }
    return letter
}

func encrypt(text string, key int) string {
    return strings.Map(func(r rune) rune { return rotate(r, key) }, text)
}
