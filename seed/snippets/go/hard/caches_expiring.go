type entry[V any] struct {
    value V
    until time.Time
}

type Cache[K comparable, V any] struct {
    mu      sync.RWMutex
    entries map[K]entry[V]
}

func (c *Cache[K, V]) Get(key K) (value V, ok bool) {
    c.mu.RLock()
    defer c.mu.RUnlock()
    found, ok := c.entries[key]
    return found.value, ok && time.Now().Before(found.until)
}
