byLength := make(map[int][]string)
for _, word := range words {
    size := len(word)
    byLength[size] = append(byLength[size], word)
}
for _, size := range slices.Sorted(maps.Keys(byLength)) {
    fmt.Println(size, byLength[size])
}
