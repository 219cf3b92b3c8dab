func isPalindrome(text string) bool {
    letters := []rune(strings.ToLower(text))
    letters = slices.DeleteFunc(letters, func(r rune) bool {
        return !unicode.IsLetter(r)
    })
    reversed := slices.Clone(letters)
    slices.Reverse(reversed)
    return slices.Equal(letters, reversed)
}
