static int editDistance(String from, String to) {
    int[] costs = IntStream.rangeClosed(0, to.length()).toArray();
    for (int i = 1; i <= from.length(); i++) {
        int diagonal = costs[0];
        costs[0] = i;
        for (int j = 1; j <= to.length(); j++) {
            int kept = costs[j];
            boolean same = from.charAt(i - 1) == to.charAt(j - 1);
            costs[j] = same
                ? diagonal
                : 1 + Math.min(diagonal, Math.min(costs[j], costs[j - 1]));
            diagonal = kept;
        }
    }
    return costs[to.length()];
}
