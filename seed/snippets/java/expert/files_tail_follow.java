static void follow(Path log, Consumer<String> reader) throws Exception {
    try (WatchService watcher = FileSystems.getDefault().newWatchService();
            BufferedReader lines = Files.newBufferedReader(log)) {
        log.toAbsolutePath().getParent()
            .register(watcher, StandardWatchEventKinds.ENTRY_MODIFY);
        while (true) {
            String line;
            while ((line = lines.readLine()) != null) {
                reader.accept(line);
            }
            WatchKey key = watcher.poll(2, TimeUnit.SECONDS);
            if (key == null) continue;
            key.pollEvents();
            if (!key.reset()) {
                throw new NoSuchFileException(log.toString());
            }
        }
    }
}
