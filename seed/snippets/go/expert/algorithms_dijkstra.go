type Stop struct {
    Town    string
    Minutes int
}

func fastest(roads map[string][]Stop, start string) map[string]int {
    best := map[string]int{start: 0}
    waiting := []Stop{{start, 0}}
    for len(waiting) > 0 {
        slices.SortFunc(waiting, func(a, b Stop) int {
            return cmp.Compare(a.Minutes, b.Minutes)
        })
        here := waiting[0]
        waiting = waiting[1:]
        for _, road := range roads[here.Town] {
            arrival := here.Minutes + road.Minutes
            if known, ok := best[road.Town]; !ok || arrival < known {
                best[road.Town] = arrival
                waiting = append(waiting, Stop{road.Town, arrival})
            }
        }
    }
    return best
}
