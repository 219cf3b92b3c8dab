static <T> List<List<T>> chunks(List<T> items, int size) {
    List<List<T>> chunks = new ArrayList<>();
    for (int from = 0; from < items.size(); from += size) {
        int to = Math.min(from + size, items.size());
        chunks.add(List.copyOf(items.subList(from, to)));
    }
    return chunks;
}
