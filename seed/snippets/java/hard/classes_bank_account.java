class Account {
    private long balance;
    private final List<Long> bookings = new ArrayList<>();

    synchronized void withdraw(long cents) {
        if (cents <= 0) throw new IllegalArgumentException("amount");
        if (cents > balance) throw new IllegalStateException("overdrawn");
        balance -= cents;
        bookings.add(-cents);
    }

    synchronized long spent() {
        return -bookings.stream().filter(b -> b < 0).mapToLong(b -> b).sum();
    }
}
