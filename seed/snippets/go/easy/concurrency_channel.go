done := make(chan string)
go func() { done <- "cake" }()
fmt.Println("Ready:", <-done)
