const (
    KB = 1 << (10 * (iota + 1))
    MB
    GB
)
