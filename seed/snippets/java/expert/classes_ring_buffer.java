class RingBuffer<T> implements Iterable<T> {
    private final Object[] slots;
    private long written;

    RingBuffer(int capacity) {
        if (capacity < 1) throw new IllegalArgumentException("capacity");
        slots = new Object[capacity];
    }

    void add(T value) {
        slots[(int) (written++ % slots.length)] = value;
    }

    int size() {
        return (int) Math.min(written, slots.length);
    }

    @Override
    public Iterator<T> iterator() {
        return new Iterator<>() {
            private long at = written - size();

            public boolean hasNext() { return at < written; }

            @SuppressWarnings("unchecked")
            public T next() { return (T) slots[(int) (at++ % slots.length)]; }
        };
    }
}
