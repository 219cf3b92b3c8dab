type Limiter struct {
    mu     sync.Mutex
    tokens float64
    last   time.Time
}

func (l *Limiter) Allow(now time.Time, perSecond float64) bool {
    l.mu.Lock()
    defer l.mu.Unlock()
    earned := now.Sub(l.last).Seconds() * perSecond
    l.tokens, l.last = min(10, l.tokens+earned), now
    if l.tokens >= 1 {
        l.tokens--
        return true
    }
    return false
}
