static Collection<List<String>> anagrams(List<String> words) {
    Map<String, List<String>> groups = new HashMap<>();
    for (String word : words) {
        char[] letters = word.toCharArray();
        Arrays.sort(letters);
        String key = String.valueOf(letters);
        groups.computeIfAbsent(key, k -> new ArrayList<>()).add(word);
    }
    return groups.values();
}
