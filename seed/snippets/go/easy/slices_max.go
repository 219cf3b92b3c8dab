depths := []int{12, 47, 8, 31}
deepest := slices.Max(depths)
fmt.Println("Down to", deepest, "metres")
