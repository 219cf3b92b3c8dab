static int place(List<String> runners, String name) {
    int at = runners.indexOf(name);
    return at < 0 ? -1 : at + 1;
}
