List<String> colors = List.of("red", "green", "blue");
List<String> sorted = new ArrayList<>(colors);
Collections.sort(sorted);
