func largestIsland(world []string) (largest int) {
    seen := make(map[[2]int]bool)
    var explore func(y, x int) int
    explore = func(y, x int) int {
        if y < 0 || y >= len(world) || x < 0 || x >= len(world[y]) {
            return 0
        }
        here := [2]int{y, x}
        if seen[here] || world[y][x] == '~' {
            return 0
        }
        seen[here] = true
        return 1 + explore(y-1, x) + explore(y+1, x) +
            explore(y, x-1) + explore(y, x+1)
    }
    for y, row := range world {
        for x := range row {
            largest = max(largest, explore(y, x))
        }
    }
    return largest
}
