static void backUp(Path file) throws IOException {
    String name = file.getFileName() + "." + LocalDate.now() + ".bak";
    Path copy = file.resolveSibling(name);
    if (Files.notExists(copy)) {
        Files.copy(file, copy);
    }
}
