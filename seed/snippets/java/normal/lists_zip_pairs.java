List<String> pairs = new ArrayList<>();
Iterator<String> names = List.of("Ann", "Bo", "Cy").iterator();
Iterator<Integer> seats = List.of(12, 4, 31).iterator();
while (names.hasNext() && seats.hasNext()) {
    pairs.add(names.next() + " in seat " + seats.next());
}
pairs.forEach(System.out::println);
