class Account {
    private final int number;
    private final Lock lock = new ReentrantLock();
    private long cents;

    Account(int number, long cents) {
        this.number = number;
        this.cents = cents;
    }

    static void transfer(Account from, Account to, long cents) {
        // Always in the same order: two transfers never wait for each other.
        Account first = from.number < to.number ? from : to;
        Account second = first == from ? to : from;
        first.lock.lock();
        second.lock.lock();
        try {
            if (from.cents < cents) {
                throw new IllegalStateException("too little money");
            }
            from.cents -= cents;
            to.cents += cents;
        } finally {
            second.lock.unlock();
            first.lock.unlock();
        }
    }
}
