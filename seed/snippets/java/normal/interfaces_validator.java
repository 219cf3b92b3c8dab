@FunctionalInterface
interface Rule<T> {
    boolean allows(T value);

    default Rule<T> and(Rule<T> other) {
        return value -> allows(value) && other.allows(value);
    }
}
