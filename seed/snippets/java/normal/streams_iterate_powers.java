String powers = Stream.iterate(1L, n -> n * 2)
    .takeWhile(n -> n < 1_000_000)
    .map(n -> String.format("%,d", n))
    .collect(Collectors.joining("\n"));
System.out.println(powers);
