static List<Integer> primesBelow(int limit) {
    BitSet composite = new BitSet(limit);
    List<Integer> primes = new ArrayList<>();
    for (int n = 2; n < limit; n++) {
        if (composite.get(n)) continue;
        primes.add(n);
        for (long multiple = (long) n * n; multiple < limit; multiple += n) {
            composite.set((int) multiple);
        }
    }
    return primes;
}
