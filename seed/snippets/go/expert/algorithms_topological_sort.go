func buildOrder(needs map[string][]string) ([]string, error) {
    var order []string
    built := make(map[string]bool)
    missing := func(name string) bool { return !built[name] }
    for len(order) < len(needs) {
        before := len(order)
        for _, name := range slices.Sorted(maps.Keys(needs)) {
            if !built[name] && !slices.ContainsFunc(needs[name], missing) {
                built[name] = true
                order = append(order, name)
            }
        }
        if len(order) == before {
            var stuck []string
            for name, wanted := range needs {
                if !built[name] {
                    line := fmt.Sprintf("%s needs %v", name, wanted)
                    stuck = append(stuck, line)
                }
            }
            return nil, errors.New(strings.Join(stuck, ", "))
        }
    }
    return order, nil
}
