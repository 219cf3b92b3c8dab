type CountingReader struct {
    io.Reader
    Total    int64
    Progress func(total int64)
}

func (r *CountingReader) Read(buffer []byte) (int, error) {
    n, err := r.Reader.Read(buffer)
    r.Total += int64(n)
    if r.Progress != nil && n > 0 {
        r.Progress(r.Total)
    }
    return n, err
}
