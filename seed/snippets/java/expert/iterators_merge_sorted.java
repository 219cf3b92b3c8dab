static <T extends Comparable<T>> Iterator<T> merge(List<Iterator<T>> sources) {
    record Head<T>(T value, Iterator<T> rest) {}
    Comparator<Head<T>> byValue = Comparator.comparing(Head::value);
    PriorityQueue<Head<T>> heads = new PriorityQueue<>(byValue);
    for (Iterator<T> source : sources) {
        if (source.hasNext()) {
            heads.add(new Head<>(source.next(), source));
        }
    }
    return new Iterator<>() {
        @Override
        public boolean hasNext() {
            return !heads.isEmpty();
        }

        @Override
        public T next() {
            Head<T> least = heads.remove();
            if (least.rest().hasNext()) {
                heads.add(new Head<>(least.rest().next(), least.rest()));
            }
            return least.value();
        }
    };
}
