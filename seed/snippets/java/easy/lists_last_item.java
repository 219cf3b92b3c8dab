static <T> T last(List<T> items) {
    return items.get(items.size() - 1);
}
