record Item(String name, int weight, int value) {}

static List<Item> pack(List<Item> items, int capacity) {
    int[][] best = new int[items.size() + 1][capacity + 1];
    for (int i = 1; i <= items.size(); i++) {
        Item item = items.get(i - 1);
        for (int room = 0; room <= capacity; room++) {
            best[i][room] = best[i - 1][room];
            if (item.weight() <= room) {
                int with = best[i - 1][room - item.weight()] + item.value();
                best[i][room] = Math.max(best[i][room], with);
            }
        }
    }
    List<Item> packed = new ArrayList<>();
    for (int i = items.size(), room = capacity; i > 0; i--) {
        if (best[i][room] != best[i - 1][room]) {
            Item item = items.get(i - 1);
            packed.add(item);
            room -= item.weight();
        }
    }
    return packed;
}
