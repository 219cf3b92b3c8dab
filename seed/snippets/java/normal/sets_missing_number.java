static SortedSet<Integer> missing(Collection<Integer> tickets) {
    SortedSet<Integer> gaps = new TreeSet<>();
    int last = Collections.max(tickets);
    for (int number = 1; number < last; number++) {
        if (!tickets.contains(number)) gaps.add(number);
    }
    return gaps;
}
