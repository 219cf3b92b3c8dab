Map<String, Integer> votes = new TreeMap<>();
for (String ballot : ballots) {
    votes.merge(ballot, 1, Integer::sum);
}
