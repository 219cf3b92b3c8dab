class Buffer<T> {
    private final Queue<T> items = new ArrayDeque<>();
    private final int capacity = 16;

    synchronized void put(T item) throws InterruptedException {
        while (items.size() == capacity) wait();
        items.add(item);
        notifyAll();
    }

    synchronized T take() throws InterruptedException {
        while (items.isEmpty()) wait();
        notifyAll();
        return items.remove();
    }
}
