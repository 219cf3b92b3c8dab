static void save(Path target, String text) throws IOException {
    Path draft = Files.createTempFile(target.getParent(), "save", ".tmp");
    try {
        Files.writeString(draft, text);
        Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
        Files.deleteIfExists(draft);
    }
}
