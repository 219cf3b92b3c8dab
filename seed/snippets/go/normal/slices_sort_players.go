slices.SortFunc(players, func(a, b Player) int {
    if order := cmp.Compare(b.Score, a.Score); order != 0 {
        return order
    }
    return strings.Compare(a.Name, b.Name)
})
