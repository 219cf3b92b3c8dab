static <A, R> Function<A, R> memoize(Function<A, R> slow) {
    Map<A, R> known = new ConcurrentHashMap<>();
    return argument -> {
        R answer = known.get(argument);
        if (answer == null) {
            answer = slow.apply(argument);
            known.put(argument, answer);
        }
        return answer;
    };
}

Function<String, Long> size = memoize(name -> measure(Path.of(name)));
