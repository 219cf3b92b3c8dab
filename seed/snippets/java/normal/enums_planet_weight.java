enum Planet {
    MARS(3.72), EARTH(9.81), JUPITER(24.79);

    private final double gravity;

    Planet(double gravity) { this.gravity = gravity; }

    double weight(double kilos) { return kilos * gravity; }
}
