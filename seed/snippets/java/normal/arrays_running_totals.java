static long[] runningTotals(int[] sales) {
    long[] totals = new long[sales.length];
    long total = 0;
    for (int day = 0; day < sales.length; day++) {
        total += sales[day];
        totals[day] = total;
    }
    return totals;
}
