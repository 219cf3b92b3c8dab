enum Day {
    FRIDAY, SATURDAY, SUNDAY;

    boolean isFree() { return this != FRIDAY; }
}
