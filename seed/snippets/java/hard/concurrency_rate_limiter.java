class RateLimiter {
    private final long intervalNanos;
    private long nextFree = System.nanoTime();

    RateLimiter(int perSecond) {
        intervalNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
    }

    synchronized boolean tryAcquire() {
        long now = System.nanoTime();
        if (now < nextFree) return false;
        nextFree = Math.max(nextFree, now - intervalNanos) + intervalNanos;
        return true;
    }
}
