static String binary(int number) {
    StringBuilder digits = new StringBuilder();
    do {
        digits.append(number % 2);
        number /= 2;
    } while (number > 0);
    return digits.reverse().toString();
}
