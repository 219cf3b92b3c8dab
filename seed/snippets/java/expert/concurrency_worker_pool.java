class Workers implements AutoCloseable {
    private final BlockingQueue<Runnable> jobs = new LinkedBlockingQueue<>(99);
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean open = true;

    Workers(int count) {
        for (int number = 1; number <= count; number++) {
            threads.add(new Thread(this::work, "worker-" + number));
        }
        threads.forEach(Thread::start);
    }

    boolean submit(Runnable job) { return open && jobs.offer(job); }

    private void work() {
        try {
            while (open || !jobs.isEmpty()) {
                Runnable job = jobs.poll(1, TimeUnit.SECONDS);
                if (job != null) job.run();
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    public void close() throws InterruptedException {
        open = false;
        for (Thread thread : threads) thread.join();
    }
}
