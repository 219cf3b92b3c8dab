record Hours(LocalTime opens, LocalTime closes) {
    boolean includes(LocalTime time) {
        if (opens.isBefore(closes)) {
            return !time.isBefore(opens) && time.isBefore(closes);
        }
        return !time.isBefore(opens) || time.isBefore(closes);
    }

    Duration length() {
        Duration span = Duration.between(opens, closes);
        return span.isNegative() ? span.plusDays(1) : span;
    }
}
