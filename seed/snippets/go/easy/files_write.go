text := []byte("Remember the milk\n")
err := os.WriteFile("notes.txt", text, 0o644)
