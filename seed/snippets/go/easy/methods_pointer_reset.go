func (c *Counter) Reset() {
    c.count = 0
    c.started = time.Now()
}
