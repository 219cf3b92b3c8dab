type Closers []io.Closer

func (c *Closers) Add(closer io.Closer) {
    *c = append(*c, closer)
}

func (c Closers) Close() error {
    var problems []error
    for _, closer := range slices.Backward(c) {
        if err := closer.Close(); err != nil {
            problems = append(problems, fmt.Errorf("%T: %w", closer, err))
        }
    }
    return errors.Join(problems...)
}
