static Map<String, Integer> wordCount(String text) {
    Map<String, Integer> counts = new TreeMap<>();
    for (String word : text.toLowerCase().split("\\W+")) {
        if (!word.isEmpty()) {
            counts.merge(word, 1, Integer::sum);
        }
    }
    return counts;
}
