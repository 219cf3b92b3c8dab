type Service struct {
    *log.Logger
    name string
}

func NewService(name string) Service {
    prefix := fmt.Sprintf("[%s] ", name)
    return Service{log.New(os.Stderr, prefix, log.LstdFlags), name}
}
