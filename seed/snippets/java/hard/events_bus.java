class EventBus {
    private final Map<Class<?>, List<Consumer<Object>>> listeners =
        new ConcurrentHashMap<>();

    <E> void on(Class<E> type, Consumer<? super E> listener) {
        listeners.computeIfAbsent(type, t -> new CopyOnWriteArrayList<>())
            .add(event -> listener.accept(type.cast(event)));
    }

    void publish(Object event) {
        listeners.getOrDefault(event.getClass(), List.of())
            .forEach(listener -> listener.accept(event));
    }
}
