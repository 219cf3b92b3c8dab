class History {
    private final Deque<String> pages = new ArrayDeque<>();

    void visit(String page) { pages.push(page); }

    String back() {
        if (pages.size() > 1) pages.pop();
        return pages.peek();
    }
}
