const timeout = 5 * time.Second

fmt.Println("waiting for", timeout)
