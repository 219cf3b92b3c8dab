select {
case answer := <-answers:
    fmt.Println(answer)
case <-time.After(time.Second):
}
