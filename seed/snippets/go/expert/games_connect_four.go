type Board [6][7]byte

func (b *Board) Drop(column int, player byte) (row int, ok bool) {
    for row := range b {
        if b[row][column] == 0 {
            b[row][column] = player
            return row, true
        }
    }
    return 0, false
}

func (b *Board) Wins(row, column int) bool {
    player := b[row][column]
    count := func(dr, dc int) (n int) {
        for r, c := row+dr, column+dc; ; r, c = r+dr, c+dc {
            if r < 0 || r > 5 || c < 0 || c > 6 || b[r][c] != player {
                return n
            }
            n++
        }
    }
    for _, d := range [][2]int{{0, 1}, {1, 0}, {1, 1}, {1, -1}} {
        if count(d[0], d[1])+count(-d[0], -d[1]) >= 3 {
            return true
        }
    }
    return false
}
