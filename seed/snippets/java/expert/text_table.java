static String table(List<List<String>> rows) {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
        for (int c = 0; c < columns; c++) {
            widths[c] = Math.max(widths[c], row.get(c).length());
        }
    }
    StringJoiner text = new StringJoiner("\n");
    for (List<String> row : rows) {
        StringBuilder line = new StringBuilder();
        for (int c = 0; c < columns; c++) {
            String cell = row.get(c);
            line.append(cell).append(" ".repeat(widths[c] + 2 - cell.length()));
        }
        text.add(line.toString().stripTrailing());
    }
    return text.toString();
}
