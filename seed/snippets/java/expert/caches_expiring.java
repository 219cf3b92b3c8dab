class ExpiringCache<K, V> {
    private record Entry<V>(V value, Instant until) {}

    private final Map<K, Entry<V>> entries = new ConcurrentHashMap<>();
    private final Function<K, V> load;
    private final Duration life;
    private final Clock clock;

    ExpiringCache(Function<K, V> load, Duration life, Clock clock) {
        this.load = load;
        this.life = life;
        this.clock = clock;
    }

    V get(K key) {
        Instant now = clock.instant();
        return entries.compute(key, (k, old) -> {
            if (old != null && now.isBefore(old.until())) return old;
            return new Entry<>(load.apply(k), now.plus(life));
        }).value();
    }

    void evict() {
        Instant now = clock.instant();
        entries.values().removeIf(entry -> !now.isBefore(entry.until()));
    }
}
