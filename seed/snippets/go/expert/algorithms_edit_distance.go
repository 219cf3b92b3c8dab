func Suggest(word string, dictionary []string) (best string) {
    least := len(word)/2 + 1
    for _, candidate := range dictionary {
        if d := distance([]rune(word), []rune(candidate)); d < least {
            best, least = candidate, d
        }
    }
    return best
}

func distance(a, b []rune) int {
    previous := make([]int, len(b)+1)
    for j := range previous {
        previous[j] = j
    }
    for i, x := range a {
        current := []int{i + 1}
        for j, y := range b {
            cost := previous[j]
            if x != y {
                cost = 1 + min(cost, previous[j+1], current[j])
            }
            current = append(current, cost)
        }
        previous = current
    }
    return previous[len(b)]
}
