static void reverse(int[] values, int from, int to) {
    while (from < --to) {
        int kept = values[from];
        values[from++] = values[to];
        values[to] = kept;
    }
}
