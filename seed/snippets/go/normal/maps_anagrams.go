groups := make(map[string][]string)
for _, word := range []string{"tea", "eat", "tan", "nat", "ate"} {
    letters := strings.Split(word, "")
    slices.Sort(letters)
    key := strings.Join(letters, "")
    groups[key] = append(groups[key], word)
}
