static List<Map<String, String>> readCsv(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    List<String> header = cells(lines.get(0));
    List<Map<String, String>> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
        List<String> cells = cells(line);
        Map<String, String> row = new LinkedHashMap<>();
        for (int c = 0; c < header.size(); c++) {
            row.put(header.get(c), c < cells.size() ? cells.get(c) : "");
        }
        rows.add(row);
    }
    return rows;
}

static List<String> cells(String line) {
    List<String> cells = new ArrayList<>(List.of(""));
    boolean quoted = false;
    for (char c : line.toCharArray()) {
        int last = cells.size() - 1;
        if (c == '"') quoted = !quoted;
        else if (c == ',' && !quoted) cells.add("");
        else cells.set(last, cells.get(last) + c);
    }
    return cells;
}
