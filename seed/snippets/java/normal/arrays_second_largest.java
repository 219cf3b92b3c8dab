static int secondLargest(int... values) {
    int first = Integer.MIN_VALUE;
    int second = Integer.MIN_VALUE;
    for (int value : values) {
        second = Math.max(second, Math.min(first, value));
        first = Math.max(first, value);
    }
    return second;
}
