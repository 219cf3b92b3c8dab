func buildOrder(needs map[string][]string) (order []string, err error) {
    open := make(map[string]int)
    users := make(map[string][]string)
    for name, wanted := range needs {
        open[name] += len(wanted)
        for _, one := range wanted {
            open[one] += 0
            users[one] = append(users[one], name)
        }
    }
    for len(open) > 0 {
        var ready []string
        for name, count := range open {
            if count == 0 {
                ready = append(ready, name)
            }
        }
        if len(ready) == 0 {
            return order, fmt.Errorf("%d modules need each other", len(open))
        }
        for _, name := range ready {
            delete(open, name)
            for _, user := range users[name] {
                open[user]--
            }
        }
        order = append(order, ready...)
    }
    return order, nil
}
