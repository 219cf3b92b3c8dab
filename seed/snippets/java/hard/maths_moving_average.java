class MovingAverage {
    private final double[] window;
    private double sum;
    private long seen;

    MovingAverage(int size) { window = new double[size]; }

    double add(double value) {
        int slot = (int) (seen++ % window.length);
        sum += value - window[slot];
        window[slot] = value;
        return sum / Math.min(seen, window.length);
    }
}
