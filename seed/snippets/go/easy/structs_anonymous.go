point := struct{ X, Y int }{3, 4}
point.X += 10
fmt.Println(point)
