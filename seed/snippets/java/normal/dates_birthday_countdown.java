static long daysToBirthday(LocalDate born, LocalDate today) {
    LocalDate next = born.withYear(today.getYear());
    if (next.isBefore(today)) {
        next = next.plusYears(1);
    }
    return ChronoUnit.DAYS.between(today, next);
}
