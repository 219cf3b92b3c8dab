record Pair<A, B>(A first, B second) {
    static <A, B> List<Pair<A, B>> zip(List<A> left, List<B> right) {
        int length = Math.min(left.size(), right.size());
        return IntStream.range(0, length)
            .mapToObj(at -> new Pair<>(left.get(at), right.get(at)))
            .toList();
    }

    <C> Pair<A, C> withSecond(Function<? super B, ? extends C> change) {
        return new Pair<>(first, change.apply(second));
    }
}
