words := strings.Fields("rice and beans")
slices.Reverse(words)
fmt.Println(strings.Join(words, " "))
