IntStream.rangeClosed(1, 20)
    .filter(n -> n % 2 == 0)
    .map(n -> n * n)
    .forEach(System.out::println);
