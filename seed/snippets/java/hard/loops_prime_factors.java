static List<Integer> primeFactors(int number) {
    List<Integer> factors = new ArrayList<>();
    for (int factor = 2; number > 1; factor++) {
        while (number % factor == 0) {
            factors.add(factor);
            number /= factor;
        }
    }
    return factors;
}
