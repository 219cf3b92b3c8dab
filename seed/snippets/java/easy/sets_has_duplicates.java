static boolean hasTwins(List<String> names) {
    return new HashSet<>(names).size() < names.size();
}
