static <T> T retry(int attempts, Callable<T> task) throws Exception {
    for (int attempt = 1; ; attempt++) {
        try {
            return task.call();
        } catch (IOException problem) {
            if (attempt == attempts) throw problem;
            Thread.sleep(100L * attempt);
        }
    }
}
