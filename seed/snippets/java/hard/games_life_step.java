static Set<Cell> step(Set<Cell> alive) {
    Map<Cell, Integer> neighbours = new HashMap<>();
    for (Cell cell : alive) {
        for (int move = 0; move < 9; move++) {
            if (move == 4) continue;
            int x = cell.x() + move % 3 - 1, y = cell.y() + move / 3 - 1;
            neighbours.merge(new Cell(x, y), 1, Integer::sum);
        }
    }
    return neighbours.keySet().stream()
        .filter(cell -> neighbours.get(cell) == 3
            || neighbours.get(cell) == 2 && alive.contains(cell))
        .collect(Collectors.toSet());
}
