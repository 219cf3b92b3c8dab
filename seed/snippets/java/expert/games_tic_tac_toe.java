class Board {
    private static final int[] LINES = {7, 56, 448, 73, 146, 292, 273, 84};

    private final int[] marks = new int[2];
    private int turn;

    boolean play(int square) {
        int taken = marks[0] | marks[1], bit = 1 << square;
        if ((taken & bit) != 0 || hasWon(1 - turn)) return false;
        marks[turn] |= bit;
        turn = 1 - turn;
        return true;
    }

    boolean hasWon(int player) {
        return Arrays.stream(LINES)
            .anyMatch(line -> (marks[player] & line) == line);
    }

    public String toString() {
        StringBuilder out = new StringBuilder();
        for (int square = 0; square < 9; square++) {
            int x = marks[0] >> square & 1, o = marks[1] >> square & 1;
            out.append(".XO".charAt(x + 2 * o));
            out.append(square % 3 == 2 ? '\n' : ' ');
        }
        return out.toString();
    }
}
