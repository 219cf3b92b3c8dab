class InsufficientFunds extends Exception {
    private final long missing;

    InsufficientFunds(long missing) {
        super("another %d cents are needed".formatted(missing));
        this.missing = missing;
    }
}
