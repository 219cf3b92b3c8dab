static int[][] transpose(int[][] grid) {
    int[][] turned = new int[grid[0].length][grid.length];
    for (int row = 0; row < grid.length; row++) {
        for (int column = 0; column < grid[row].length; column++) {
            turned[column][row] = grid[row][column];
        }
    }
    return turned;
}
