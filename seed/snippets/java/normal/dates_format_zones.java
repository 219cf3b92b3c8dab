Instant launch = Instant.parse("2031-05-04T15:30:00Z");
DateTimeFormatter clock = DateTimeFormatter.ofPattern("EEE HH:mm");
for (String city : List.of("Asia/Tokyo", "America/Lima")) {
    ZonedDateTime local = launch.atZone(ZoneId.of(city));
    System.out.println(city + " " + clock.format(local));
}
