static int[] sorted(int[] values) {
    if (values.length < 2) return values;
    int middle = values.length / 2;
    int[] left = sorted(Arrays.copyOf(values, middle));
    int[] right = sorted(Arrays.copyOfRange(values, middle, values.length));
    int[] merged = new int[values.length];
    for (int at = 0, l = 0, r = 0; at < merged.length; at++) {
        boolean takeLeft = r == right.length
            || (l < left.length && left[l] <= right[r]);
        merged[at] = takeLeft ? left[l++] : right[r++];
    }
    return merged;
}
