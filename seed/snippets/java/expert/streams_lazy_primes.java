record Lazy<T>(T head, Supplier<Lazy<T>> rest) {
    static Lazy<Integer> from(int n) {
        return new Lazy<>(n, () -> from(n + 1));
    }

    Lazy<T> filter(Predicate<? super T> wanted) {
        Lazy<T> at = this;
        while (!wanted.test(at.head)) at = at.rest.get();
        Lazy<T> found = at;
        return new Lazy<>(found.head, () -> found.rest.get().filter(wanted));
    }

    static Lazy<Integer> primes(Lazy<Integer> numbers) {
        int prime = numbers.head;
        return new Lazy<>(prime, () ->
            primes(numbers.rest.get().filter(n -> n % prime != 0)));
    }

    List<T> take(int count) {
        List<T> taken = new ArrayList<>();
        for (Lazy<T> at = this; taken.size() < count; at = at.rest.get()) {
            taken.add(at.head);
        }
        return taken;
    }
}
