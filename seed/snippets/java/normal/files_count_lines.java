static long codeLines(Path folder) throws IOException {
    long total = 0;
    try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
            total += Files.readAllLines(file).size();
        }
    }
    return total;
}
