class CircuitBreaker {
    private enum State { CLOSED, OPEN, TRIAL }

    private State state = State.CLOSED;
    private int failures;
    private Instant retryAt = Instant.MIN;

    synchronized <T> T call(Callable<T> task) throws Exception {
        if (state == State.OPEN) {
            if (Instant.now().isBefore(retryAt)) {
                throw new RejectedExecutionException("circuit is open");
            }
            state = State.TRIAL;
        }
        try {
            T answer = task.call();
            state = State.CLOSED;
            failures = 0;
            return answer;
        } catch (IOException problem) {
            if (++failures >= 5 || state == State.TRIAL) {
                state = State.OPEN;
                retryAt = Instant.now().plusSeconds(30);
            }
            throw problem;
        }
    }
}
