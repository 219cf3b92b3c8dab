class Editor {
    private record Edit(Runnable apply, Runnable revert) {}

    private final StringBuilder text = new StringBuilder();
    private final Deque<Edit> done = new ArrayDeque<>();
    private final Deque<Edit> undone = new ArrayDeque<>();

    void insert(int at, String words) {
        undone.clear();
        undone.push(new Edit(
            () -> text.insert(at, words),
            () -> text.delete(at, at + words.length())));
        redo();
    }

    void undo() { move(done, undone, Edit::revert); }

    void redo() { move(undone, done, Edit::apply); }

    private static void move(Deque<Edit> from, Deque<Edit> to,
            Function<Edit, Runnable> direction) {
        if (from.isEmpty()) return;
        Edit edit = from.pop();
        direction.apply(edit).run();
        to.push(edit);
    }
}
