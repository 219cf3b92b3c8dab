static boolean isPerfect(int number) {
    int sum = 1;
    for (int divisor = 2; divisor * divisor <= number; divisor++) {
        if (number % divisor == 0) {
            sum += divisor + number / divisor;
        }
    }
    return number > 1 && sum == number;
}
