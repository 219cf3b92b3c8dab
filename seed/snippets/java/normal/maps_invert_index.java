Map<String, Set<Integer>> pages = new TreeMap<>();
for (Page page : book.pages()) {
    for (String word : page.words()) {
        pages.computeIfAbsent(word, key -> new TreeSet<>())
            .add(page.number());
    }
}
