for _, name := range []string{"Ann", "Bo"} {
    go greet(name)
}
time.Sleep(time.Second)
