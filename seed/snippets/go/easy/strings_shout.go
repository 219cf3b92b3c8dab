func shout(text string) string {
    return strings.ToUpper(text) + "!"
}
