class Trie {
    private final Map<Character, Trie> children = new TreeMap<>();
    private boolean isWord;

    void add(String word) {
        Trie node = this;
        for (char letter : word.toCharArray()) {
            node = node.children.computeIfAbsent(letter, k -> new Trie());
        }
        node.isWord = true;
    }

    List<String> complete(String prefix, int limit) {
        Trie node = this;
        for (char letter : prefix.toCharArray()) {
            node = node.children.get(letter);
            if (node == null) return List.of();
        }
        List<String> found = new ArrayList<>();
        node.collect(prefix, limit, found);
        return found;
    }

    private void collect(String word, int limit, List<String> found) {
        if (isWord && found.size() < limit) found.add(word);
        children.forEach((letter, child) ->
            child.collect(word + letter, limit, found));
    }
}
