for (int row = 1; row <= 9; row++) {
    StringBuilder line = new StringBuilder();
    for (int column = 1; column <= row; column++) {
        line.append(String.format("%4d", row * column));
    }
    System.out.println(line);
}
