func transpose(rows [][]int) [][]int {
    columns := make([][]int, len(rows[0]))
    for _, row := range rows {
        for i, cell := range row {
            columns[i] = append(columns[i], cell)
        }
    }
    return columns
}
