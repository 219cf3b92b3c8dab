type Invalid map[string]string

func (i Invalid) Error() string {
    var lines []string
    for _, field := range slices.Sorted(maps.Keys(i)) {
        lines = append(lines, field+" "+i[field])
    }
    return strings.Join(lines, "; ")
}

type SignUp struct {
    Name, Email, Password string
    Age                   int
}

func (s SignUp) Validate() error {
    faults := make(Invalid)
    require := func(ok bool, field, problem string) {
        if !ok {
            faults[field] = problem
        }
    }
    require(strings.TrimSpace(s.Name) != "", "name", "is missing")
    require(strings.Count(s.Email, "@") == 1, "email", "is no address")
    require(len(s.Password) >= 12, "password", "is too short")
    if len(faults) > 0 {
        return faults
    }
    return nil
}
