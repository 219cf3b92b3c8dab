static int roman(char digit) {
    return switch (digit) {
        case 'I' -> 1;
        case 'V' -> 5;
        case 'X' -> 10;
        case 'L' -> 50;
        default -> throw new IllegalArgumentException("no digit " + digit);
    };
}
