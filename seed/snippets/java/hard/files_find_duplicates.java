static Collection<List<Path>> duplicates(Path root) throws IOException {
    Map<String, List<Path>> bySum = new HashMap<>();
    try (Stream<Path> paths = Files.walk(root)) {
        for (Path path : paths.filter(Files::isRegularFile).toList()) {
            CRC32 sum = new CRC32();
            sum.update(Files.readAllBytes(path));
            String key = Files.size(path) + "/" + sum.getValue();
            bySum.computeIfAbsent(key, k -> new ArrayList<>()).add(path);
        }
    }
    bySum.values().removeIf(same -> same.size() < 2);
    return bySum.values();
}
