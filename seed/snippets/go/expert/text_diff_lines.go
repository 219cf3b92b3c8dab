func diff(before, after []string) (lines []string) {
    common := make([][]int, len(before)+1)
    for i := range common {
        common[i] = make([]int, len(after)+1)
    }
    for i := len(before) - 1; i >= 0; i-- {
        for j := len(after) - 1; j >= 0; j-- {
            common[i][j] = max(common[i+1][j], common[i][j+1])
            if before[i] == after[j] {
                common[i][j] = common[i+1][j+1] + 1
            }
        }
    }
    for len(before) > 0 && len(after) > 0 {
        i, j := len(common)-len(before)-1, len(common[0])-len(after)-1
        switch {
        case before[0] == after[0]:
            before, after = before[1:], after[1:]
        case common[i+1][j] >= common[i][j+1]:
            lines = append(lines, "- "+before[0])
            before = before[1:]
        default:
            lines = append(lines, "+ "+after[0])
            after = after[1:]
        }
    }
    return lines
}
