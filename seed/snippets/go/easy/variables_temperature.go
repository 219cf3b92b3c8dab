var celsius float64 = 21.5
fahrenheit := celsius*9/5 + 32
fmt.Printf("%.1f F\n", fahrenheit)
