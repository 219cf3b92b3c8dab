static void grep(Path file, String wanted) throws IOException {
    int number = 0;
    for (String line : Files.readAllLines(file)) {
        number++;
        if (line.contains(wanted)) {
            System.out.printf("%4d %s%n", number, line);
        }
    }
}
