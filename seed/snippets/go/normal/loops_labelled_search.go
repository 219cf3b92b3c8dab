search:
for y, row := range grid {
    for x, cell := range row {
        if cell == treasure {
            fmt.Println("found at", x, y)
            break search
        }
    }
}
