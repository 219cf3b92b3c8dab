vowels := 0
for _, letter := range "programming" {
    if strings.ContainsRune("aeiou", letter) {
        vowels++
    }
}
