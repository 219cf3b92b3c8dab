class SearchIndex {
    private final Map<String, Map<Integer, Integer>> postings = new HashMap<>();
    private int documents;

    void add(int id, String text) {
        documents++;
        for (String word : text.toLowerCase().split("\\W+")) {
            postings.computeIfAbsent(word, k -> new HashMap<>())
                .merge(id, 1, Integer::sum);
        }
    }

    List<Integer> search(String query) {
        Map<Integer, Double> scores = new HashMap<>();
        for (String word : query.toLowerCase().split("\\W+")) {
            var hits = postings.getOrDefault(word, Map.of());
            double rarity = Math.log(1 + documents / (1.0 + hits.size()));
            hits.forEach((id, count) ->
                scores.merge(id, count * rarity, Double::sum));
        }
        return scores.entrySet().stream()
            .sorted(Map.Entry.<Integer, Double>comparingByValue().reversed())
            .map(Map.Entry::getKey)
            .limit(10)
            .toList();
    }
}
