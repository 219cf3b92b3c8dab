static <T, K extends Comparable<K>> T maxBy(
        Collection<T> items, Function<T, K> key) {
    Iterator<T> rest = items.iterator();
    T best = rest.next();
    while (rest.hasNext()) {
        T next = rest.next();
        if (key.apply(next).compareTo(key.apply(best)) > 0) best = next;
    }
    return best;
}
