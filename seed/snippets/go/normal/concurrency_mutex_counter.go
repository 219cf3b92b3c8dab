type Hits struct {
    mu    sync.Mutex
    pages map[string]int
}

func (h *Hits) Count(page string) {
    h.mu.Lock()
    defer h.mu.Unlock()
    h.pages[page]++
}
