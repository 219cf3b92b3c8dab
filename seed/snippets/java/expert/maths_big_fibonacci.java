record Matrix2(BigInteger a, BigInteger b, BigInteger c, BigInteger d) {
    static final Matrix2 ONE = of(1, 0, 0, 1);

    static Matrix2 of(long a, long b, long c, long d) {
        return new Matrix2(BigInteger.valueOf(a), BigInteger.valueOf(b),
            BigInteger.valueOf(c), BigInteger.valueOf(d));
    }

    Matrix2 times(Matrix2 o) {
        return new Matrix2(
            a.multiply(o.a).add(b.multiply(o.c)),
            a.multiply(o.b).add(b.multiply(o.d)),
            c.multiply(o.a).add(d.multiply(o.c)),
            c.multiply(o.b).add(d.multiply(o.d)));
    }

    Matrix2 power(int n) {
        if (n == 0) return ONE;
        Matrix2 half = power(n / 2);
        Matrix2 square = half.times(half);
        return n % 2 == 0 ? square : square.times(this);
    }
}

BigInteger hundredth = Matrix2.of(1, 1, 1, 0).power(100).b();
