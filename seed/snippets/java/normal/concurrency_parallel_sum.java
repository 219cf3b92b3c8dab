ExecutorService pool = Executors.newFixedThreadPool(4);
List<Future<Long>> parts = new ArrayList<>();
for (Path file : files) {
    parts.add(pool.submit(() -> Files.size(file)));
}
long bytes = 0;
for (Future<Long> part : parts) bytes += part.get();
pool.shutdown();
