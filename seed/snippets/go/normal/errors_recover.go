func safely(task func()) (err error) {
    defer func() {
        if problem := recover(); problem != nil {
            err = fmt.Errorf("task failed: %v", problem)
        }
    }()
    task()
    return nil
}
