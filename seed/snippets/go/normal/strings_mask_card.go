func maskCard(number string) string {
    digits := strings.ReplaceAll(number, " ", "")
    if len(digits) < 12 {
        return "not a card"
    }
    hidden := strings.Repeat("*", len(digits)-4)
    return hidden + digits[len(digits)-4:]
}
