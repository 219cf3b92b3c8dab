const (
    Monday = iota + 1
    Tuesday
    Wednesday
)
