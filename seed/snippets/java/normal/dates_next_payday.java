static LocalDate payday(YearMonth month) {
    LocalDate day = month.atEndOfMonth();
    while (day.getDayOfWeek().getValue() > 5) {
        day = day.minusDays(1);
    }
    return day;
}
