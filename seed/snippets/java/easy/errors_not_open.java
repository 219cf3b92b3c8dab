class NotOpenException extends RuntimeException {
    NotOpenException(LocalTime opens) {
        super("We open at " + opens);
    }
}
