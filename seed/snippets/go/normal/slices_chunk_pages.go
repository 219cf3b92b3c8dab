names := []string{"Ann", "Bo", "Cy", "Di", "Ed"}
for chunk := range slices.Chunk(names, 2) {
    fmt.Println("Table for", len(chunk))
    for seat, name := range chunk {
        fmt.Printf("  seat %d: %s\n", seat+1, name)
    }
}
