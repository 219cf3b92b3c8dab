record Temperature(double celsius) {
    double fahrenheit() {
        return celsius * 9 / 5 + 32;
    }
}
