class Sensor {
    private final List<DoubleConsumer> listeners = new ArrayList<>();

    void onChange(DoubleConsumer listener) { listeners.add(listener); }

    void measured(double celsius) {
        listeners.forEach(listener -> listener.accept(celsius));
    }
}
