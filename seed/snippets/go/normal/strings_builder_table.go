var table strings.Builder
for row := 1; row <= 5; row++ {
    for column := 1; column <= 5; column++ {
        fmt.Fprintf(&table, "%4d", row*column)
    }
    table.WriteByte('\n')
}
fmt.Print(table.String())
