type call[V any] struct {
    done  chan struct{}
    value V
    err   error
}

type Group[V any] struct {
    mu    sync.Mutex
    calls map[string]*call[V]
}

func (g *Group[V]) Do(key string, load func() (V, error)) (V, error) {
    g.mu.Lock()
    if running, ok := g.calls[key]; ok {
        g.mu.Unlock()
        <-running.done
        return running.value, running.err
    }
    mine := &call[V]{done: make(chan struct{})}
    g.calls[key] = mine
    g.mu.Unlock()

    mine.value, mine.err = load()
    close(mine.done)
    g.mu.Lock()
    delete(g.calls, key)
    g.mu.Unlock()
    return mine.value, mine.err
}
