static List<String> podium(List<Runner> runners) {
    return runners.stream()
        .filter(Runner::finished)
        .sorted(Comparator.comparing(Runner::time))
        .limit(3)
        .map(Runner::name)
        .toList();
}
