static double average(double... values) {
    double sum = 0;
    for (double value : values) sum += value;
    return values.length == 0 ? 0 : sum / values.length;
}
