parts := []string{"home", "ada", "notes.txt"}
path := "/" + strings.Join(parts, "/")
fmt.Println(path)
