grid := make([][]rune, 3)
for i := range grid {
    grid[i] = []rune("...")
}
