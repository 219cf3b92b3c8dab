record LogLine(Instant at, String level, String message) {
    private static final Pattern SHAPE =
        Pattern.compile("(\\S+) \\[(INFO|WARN|ERROR)\\] (.+)");

    static Optional<LogLine> parse(String text) {
        Matcher found = SHAPE.matcher(text);
        if (!found.matches()) return Optional.empty();
        Instant at = Instant.parse(found.group(1));
        return Optional.of(new LogLine(at, found.group(2), found.group(3)));
    }
}
