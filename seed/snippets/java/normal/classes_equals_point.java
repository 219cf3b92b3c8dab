@Override
public boolean equals(Object other) {
    return other instanceof Point p && p.x == x && p.y == y;
}

@Override
public int hashCode() {
    return Objects.hash(x, y);
}
