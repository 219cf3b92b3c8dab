home, away := "Lions", "Otters"
home, away = away, home
fmt.Println(home, "against", away)
