record Field(boolean[][] mines, boolean[][] open) {
    private boolean inside(int x, int y) {
        return y >= 0 && y < mines.length && x >= 0 && x < mines[0].length;
    }

    int around(int x, int y) {
        int count = 0;
        for (int dy = -1; dy <= 1; dy++) {
            for (int dx = -1; dx <= 1; dx++) {
                if (inside(x + dx, y + dy) && mines[y + dy][x + dx]) count++;
            }
        }
        return count;
    }

    boolean reveal(int x, int y) {
        if (!inside(x, y) || open[y][x]) return true;
        open[y][x] = true;
        if (mines[y][x]) return false;
        if (around(x, y) == 0) {
            for (int n = 0; n < 9; n++) reveal(x + n % 3 - 1, y + n / 3 - 1);
        }
        return true;
    }
}
