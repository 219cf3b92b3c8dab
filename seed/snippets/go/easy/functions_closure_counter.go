count := 0
next := func() int { count++; return count }
fmt.Println(next(), next())
