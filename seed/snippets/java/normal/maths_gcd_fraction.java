static int gcd(int a, int b) {
    return b == 0 ? Math.abs(a) : gcd(b, a % b);
}

static String reduce(int top, int bottom) {
    int shared = gcd(top, bottom);
    return top / shared + "/" + bottom / shared;
}
