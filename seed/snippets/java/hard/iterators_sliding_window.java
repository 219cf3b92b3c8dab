class Windows implements Iterator<int[]> {
    private final int[] values;
    private final int size;
    private int from;

    Windows(int[] values, int size) {
        this.values = values;
        this.size = size;
    }

    public boolean hasNext() { return from + size <= values.length; }

    public int[] next() {
        return Arrays.copyOfRange(values, from, from++ + size);
    }
}
