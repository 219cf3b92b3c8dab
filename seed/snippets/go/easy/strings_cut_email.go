user, host, ok := strings.Cut("ada@example.org", "@")
if ok {
    fmt.Println(user, "lives at", host)
}
