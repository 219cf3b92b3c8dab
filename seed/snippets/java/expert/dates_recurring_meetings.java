record Meeting(String title, LocalTime time, ZoneId zone, Set<DayOfWeek> days) {
    ZonedDateTime next(ZonedDateTime after) {
        ZonedDateTime here = after.withZoneSameInstant(zone);
        LocalDate day = here.toLocalDate();
        for (int ahead = 0; ahead <= 7; ahead++, day = day.plusDays(1)) {
            ZonedDateTime start = day.atTime(time).atZone(zone);
            if (days.contains(day.getDayOfWeek()) && start.isAfter(here)) {
                return start;
            }
        }
        throw new IllegalStateException(title + " has no days");
    }

    String invitation(ZoneId reader) {
        ZonedDateTime local = next(ZonedDateTime.now())
            .withZoneSameInstant(reader);
        var format = DateTimeFormatter.ofPattern("EEEE, d MMMM 'at' HH:mm");
        return title + ": " + local.format(format);
    }
}
