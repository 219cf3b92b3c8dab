counts := make(map[rune]int)
for _, letter := range "mississippi" {
    counts[letter]++
}
