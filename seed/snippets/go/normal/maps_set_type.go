type Set map[string]struct{}

func (s Set) Add(item string) bool {
    if _, found := s[item]; found {
        return false
    }
    s[item] = struct{}{}
    return true
}
