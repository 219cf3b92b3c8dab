interface Event<S> {
    S apply(S state);
}

class Aggregate<S> {
    private record Stored<S>(long version, Instant at, Event<S> event) {}

    private final List<Stored<S>> log = new ArrayList<>();
    private final S initial;

    Aggregate(S initial) { this.initial = initial; }

    long append(Event<S> event, long expected) {
        if (expected != log.size()) {
            throw new ConcurrentModificationException(
                "expected version " + expected + ", found " + log.size());
        }
        log.add(new Stored<>(expected + 1, Instant.now(), event));
        return expected + 1;
    }

    S at(Instant moment) {
        S state = initial;
        for (Stored<S> stored : log) {
            if (stored.at().isAfter(moment)) break;
            state = stored.event().apply(state);
        }
        return state;
    }
}
