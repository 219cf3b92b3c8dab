static List<String> buildOrder(Map<String, Set<String>> needs) {
    Map<String, Integer> open = new TreeMap<>();
    Map<String, List<String>> users = new HashMap<>();
    needs.forEach((module, wanted) -> {
        open.merge(module, wanted.size(), Integer::sum);
        for (String one : wanted) {
            open.putIfAbsent(one, 0);
            users.computeIfAbsent(one, k -> new ArrayList<>()).add(module);
        }
    });
    Deque<String> ready = new ArrayDeque<>();
    open.forEach((module, count) -> { if (count == 0) ready.add(module); });
    List<String> order = new ArrayList<>();
    while (!ready.isEmpty()) {
        String module = ready.remove();
        order.add(module);
        for (String user : users.getOrDefault(module, List.of())) {
            if (open.merge(user, -1, Integer::sum) == 0) ready.add(user);
        }
    }
    if (order.size() < open.size()) {
        throw new IllegalStateException("modules need each other");
    }
    return order;
}
