type Broker struct {
    mu     sync.Mutex
    topics map[string][]chan string
}

func (b *Broker) Subscribe(ctx context.Context, topic string) <-chan string {
    inbox := make(chan string, 16)
    b.mu.Lock()
    defer b.mu.Unlock()
    b.topics[topic] = append(b.topics[topic], inbox)
    context.AfterFunc(ctx, func() {
        b.mu.Lock()
        defer b.mu.Unlock()
        at := slices.Index(b.topics[topic], inbox)
        b.topics[topic] = slices.Delete(b.topics[topic], at, at+1)
        close(inbox)
    })
    return inbox
}

func (b *Broker) Publish(topic, message string) {
    b.mu.Lock()
    defer b.mu.Unlock()
    for _, inbox := range b.topics[topic] {
        select {
        case inbox <- message:
        default: // a slow reader misses it
        }
    }
}
