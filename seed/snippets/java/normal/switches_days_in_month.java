static int days(Month month, boolean leap) {
    return switch (month) {
        case FEBRUARY -> leap ? 29 : 28;
        case APRIL, JUNE, SEPTEMBER, NOVEMBER -> 30;
        default -> 31;
    };
}
