static <T> T timed(String label, Supplier<T> task) {
    Logger logger = Logger.getLogger("timing");
    Instant start = Instant.now();
    try {
        return task.get();
    } finally {
        Duration taken = Duration.between(start, Instant.now());
        if (taken.toMillis() > 250) {
            logger.warning(() -> label + " took " + taken.toMillis() + " ms");
        }
    }
}
