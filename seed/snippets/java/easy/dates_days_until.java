LocalDate today = LocalDate.now();
LocalDate launch = LocalDate.of(2031, 5, 4);
long days = ChronoUnit.DAYS.between(today, launch);
