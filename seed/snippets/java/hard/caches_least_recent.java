class RecentCache<K, V> extends LinkedHashMap<K, V> {
    private final int capacity;

    RecentCache(int capacity) {
        super(16, 0.75f, true);
        this.capacity = capacity;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > capacity;
    }
}
