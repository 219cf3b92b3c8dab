static String triangle(int a, int b, int c) {
    if (a <= 0 || a + b <= c || b + c <= a || a + c <= b) {
        return "impossible";
    } else if (a == b && b == c) {
        return "equilateral";
    }
    return a == b || b == c || a == c ? "isosceles" : "scalene";
}
