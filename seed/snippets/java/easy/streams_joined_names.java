String guests = Stream.of("Ann", "Bo", "Cy")
    .map(String::toUpperCase)
    .collect(Collectors.joining(" & "));
