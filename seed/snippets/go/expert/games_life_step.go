type Cell struct{ X, Y int }

func step(alive map[Cell]bool) map[Cell]bool {
    neighbours := make(map[Cell]int)
    for cell := range alive {
        for n := range 9 {
            if n != 4 {
                neighbours[Cell{cell.X + n%3 - 1, cell.Y + n/3 - 1}]++
            }
        }
    }
    next := make(map[Cell]bool)
    for cell, count := range neighbours {
        if count == 3 || count == 2 && alive[cell] {
            next[cell] = true
        }
    }
    return next
}
