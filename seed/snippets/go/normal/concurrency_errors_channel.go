failures := make(chan error, len(tasks))
for _, task := range tasks {
    go func() { failures <- task.Run() }()
}
var all []error
for range tasks {
    all = append(all, <-failures)
}
fmt.Println(errors.Join(all...))
