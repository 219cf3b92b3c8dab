record Range(int low, int high) {
    Range {
        if (low > high) {
            throw new IllegalArgumentException(low + " > " + high);
        }
    }

    boolean contains(int value) { return low <= value && value <= high; }
}
