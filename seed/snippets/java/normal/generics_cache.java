class Cache<K, V> {
    private final Map<K, V> known = new HashMap<>();
    private final Function<K, V> load;

    Cache(Function<K, V> load) { this.load = load; }

    V get(K key) { return known.computeIfAbsent(key, load); }
}
