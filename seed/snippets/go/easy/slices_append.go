queue := []string{"Ann", "Bo"}
queue = append(queue, "Cy")
first, rest := queue[0], queue[1:]
