static boolean inside(int low, int value, int high) {
    return low <= value && value <= high;
}
