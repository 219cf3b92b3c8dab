record Road(String to, int minutes) {}

static Map<String, Integer> fastest(Map<String, List<Road>> map, String start) {
    record Stop(String town, int minutes) {}
    Map<String, Integer> best = new HashMap<>();
    Queue<Stop> waiting = new PriorityQueue<>(
        Comparator.comparingInt(Stop::minutes));
    waiting.add(new Stop(start, 0));
    while (!waiting.isEmpty()) {
        Stop stop = waiting.poll();
        if (best.putIfAbsent(stop.town(), stop.minutes()) != null) {
            continue;
        }
        for (Road road : map.getOrDefault(stop.town(), List.of())) {
            if (!best.containsKey(road.to())) {
                int arrival = stop.minutes() + road.minutes();
                waiting.add(new Stop(road.to(), arrival));
            }
        }
    }
    return best;
}
