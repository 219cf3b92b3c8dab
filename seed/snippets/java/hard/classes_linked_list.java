class Chain<T> {
    private record Link<T>(T value, Link<T> next) {}

    private Link<T> head;

    void push(T value) {
        head = new Link<>(value, head);
    }

    T pop() {
        if (head == null) throw new NoSuchElementException("empty chain");
        T value = head.value();
        head = head.next();
        return value;
    }
}
