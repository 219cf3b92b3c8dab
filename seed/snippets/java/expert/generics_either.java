sealed interface Either<L, R> {
    record Left<L, R>(L value) implements Either<L, R> {}

    record Right<L, R>(R value) implements Either<L, R> {}

    default <T> T fold(Function<L, T> onLeft, Function<R, T> onRight) {
        if (this instanceof Left<L, R> left) {
            return onLeft.apply(left.value());
        }
        return onRight.apply(((Right<L, R>) this).value());
    }

    default <T> Either<L, T> then(Function<R, Either<L, T>> next) {
        return fold(Left::new, next);
    }

    static <L, R> Either<L, List<R>> all(List<Either<L, R>> parts) {
        Either<L, List<R>> whole = new Right<>(new ArrayList<>());
        for (Either<L, R> part : parts) {
            whole = whole.then(list -> part.then(value -> {
                list.add(value);
                return new Right<>(list);
            }));
        }
        return whole;
    }
}
