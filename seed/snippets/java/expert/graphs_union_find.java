class Islands {
    private final int[] parent;
    private final int[] size;
    private int count;

    Islands(int places) {
        parent = IntStream.range(0, places).toArray();
        size = IntStream.generate(() -> 1).limit(places).toArray();
        count = places;
    }

    int find(int place) {
        while (parent[place] != place) {
            parent[place] = parent[parent[place]];
            place = parent[place];
        }
        return place;
    }

    boolean bridge(int one, int other) {
        int a = find(one), b = find(other);
        if (a == b) return false;
        int small = size[a] < size[b] ? a : b;
        int large = small == a ? b : a;
        parent[small] = large;
        size[large] += size[small];
        count--;
        return true;
    }
}
