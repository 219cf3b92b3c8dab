SplittableRandom random = new SplittableRandom(42);
int inside = 0, total = 1_000_000;
for (int shot = 0; shot < total; shot++) {
    double x = random.nextDouble(), y = random.nextDouble();
    if (x * x + y * y < 1) inside++;
}
System.out.println(4.0 * inside / total);
