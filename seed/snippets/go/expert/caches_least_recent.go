type LRU[K comparable, V any] struct {
    capacity int
    order    *list.List
    items    map[K]*list.Element
}

type pair[K comparable, V any] struct {
    key   K
    value V
}

func (c *LRU[K, V]) Get(key K) (value V, ok bool) {
    element, ok := c.items[key]
    if !ok {
        return value, false
    }
    c.order.MoveToFront(element)
    return element.Value.(pair[K, V]).value, true
}

func (c *LRU[K, V]) Put(key K, value V) {
    if element, ok := c.items[key]; ok {
        c.order.Remove(element)
    } else if c.order.Len() == c.capacity {
        oldest := c.order.Remove(c.order.Back()).(pair[K, V])
        delete(c.items, oldest.key)
    }
    c.items[key] = c.order.PushFront(pair[K, V]{key, value})
}
