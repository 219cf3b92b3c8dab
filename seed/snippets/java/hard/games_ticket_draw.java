class Raffle {
    private final Map<String, Integer> tickets = new LinkedHashMap<>();
    private final RandomGenerator random;

    Raffle(RandomGenerator random) { this.random = random; }

    String draw() {
        int total = tickets.values().stream().mapToInt(n -> n).sum();
        int pick = random.nextInt(total);
        for (var entry : tickets.entrySet()) {
            pick -= entry.getValue();
            if (pick < 0) return entry.getKey();
        }
        throw new IllegalStateException("nobody takes part");
    }
}
