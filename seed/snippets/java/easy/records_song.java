record Song(String title, Duration length) {
    boolean isLong() {
        return length.toMinutes() >= 6;
    }
}
