static int max(int a, int b, int c) {
    return Math.max(a, Math.max(b, c));
}
