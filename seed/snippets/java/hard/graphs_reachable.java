static Set<String> reachable(Map<String, List<String>> links, String start) {
    Set<String> seen = new LinkedHashSet<>();
    Deque<String> waiting = new ArrayDeque<>(List.of(start));
    while (!waiting.isEmpty()) {
        String page = waiting.poll();
        if (seen.add(page)) {
            for (String next : links.getOrDefault(page, List.of())) {
                if (!seen.contains(next)) waiting.add(next);
            }
        }
    }
    return seen;
}
