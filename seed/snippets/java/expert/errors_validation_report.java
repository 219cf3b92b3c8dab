class Validator<T> {
    private record Check<T>(String field, Predicate<T> holds, String message) {}

    private final List<Check<T>> checks = new ArrayList<>();

    <F> Validator<T> require(String field, Function<T, F> read,
            Predicate<? super F> rule, String message) {
        Predicate<T> holds = subject -> {
            F value = read.apply(subject);
            return value != null && rule.test(value);
        };
        checks.add(new Check<>(field, holds, message));
        return this;
    }

    Map<String, List<String>> problems(T subject) {
        return checks.stream()
            .filter(check -> !check.holds().test(subject))
            .collect(Collectors.groupingBy(
                Check::field,
                LinkedHashMap::new,
                Collectors.mapping(Check::message, Collectors.toList())));
    }
}
