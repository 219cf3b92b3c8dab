record Money(long cents, String currency) {
    Money plus(Money other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException("mixed currencies");
        }
        return new Money(cents + other.cents, currency);
    }
}
