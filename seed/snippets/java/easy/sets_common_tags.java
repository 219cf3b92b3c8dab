Set<String> shared = new HashSet<>(first.tags());
shared.retainAll(second.tags());
boolean related = shared.size() > 2;
