static double mean(int[] values) {
    return Arrays.stream(values).average().orElse(0);
}
