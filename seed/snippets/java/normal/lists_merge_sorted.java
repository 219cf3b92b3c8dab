static List<Integer> merge(Deque<Integer> left, Deque<Integer> right) {
    List<Integer> merged = new ArrayList<>();
    while (!left.isEmpty() && !right.isEmpty()) {
        boolean takeLeft = left.peek() <= right.peek();
        merged.add(takeLeft ? left.poll() : right.poll());
    }
    merged.addAll(left.isEmpty() ? right : left);
    return merged;
}
