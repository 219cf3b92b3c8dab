sealed interface Shape permits Circle, Box {}

record Circle(double radius) implements Shape {}

record Box(double width, double height) implements Shape {}

static double area(Shape shape) {
    if (shape instanceof Circle circle) {
        return Math.PI * circle.radius() * circle.radius();
    } else if (shape instanceof Box box) {
        return box.width() * box.height();
    }
    throw new AssertionError(shape);
}
