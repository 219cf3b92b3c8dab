static long workingDays(LocalDate from, LocalDate to) {
    return from.datesUntil(to)
        .map(LocalDate::getDayOfWeek)
        .filter(day -> day.getValue() < 6)
        .count();
}
