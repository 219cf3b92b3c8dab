type Bus[T any] struct {
    mu        sync.Mutex
    listeners map[int]func(T)
    next      int
}

func (b *Bus[T]) Subscribe(listener func(T)) (cancel func()) {
    b.mu.Lock()
    defer b.mu.Unlock()
    b.next++
    id := b.next
    b.listeners[id] = listener
    return func() {
        delete(b.listeners, id)
    }
}
