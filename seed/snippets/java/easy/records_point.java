record Point(double x, double y) {
    double length() {
        return Math.hypot(x, y);
    }
}
