distance := 412.5
litres := 27.3
fmt.Printf("%.1f l per 100 km\n", litres/distance*100)
