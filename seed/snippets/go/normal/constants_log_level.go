type Level int

const (
    Debug Level = iota
    Info
    Error
)

func (l Level) String() string {
    return [...]string{"DEBUG", "INFO", "ERROR"}[l]
}
