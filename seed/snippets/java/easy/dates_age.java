LocalDate born = LocalDate.parse("1990-04-17");
int age = Period.between(born, LocalDate.now()).getYears();
