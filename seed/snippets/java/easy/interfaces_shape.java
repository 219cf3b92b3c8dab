interface Shape {
    double area();

    default boolean isEmpty() { return area() == 0; }
}
