static Map<String, String> parse(List<String> lines) {
    Map<String, String> settings = new LinkedHashMap<>();
    String section = "";
    for (String line : lines) {
        String trimmed = line.strip();
        if (trimmed.isEmpty() || trimmed.startsWith("#")) continue;
        if (trimmed.startsWith("[")) {
            section = trimmed.substring(1, trimmed.indexOf(']')) + ".";
        } else {
            String[] parts = trimmed.split("\\s*=\\s*", 2);
            settings.put(section + parts[0], parts.length > 1 ? parts[1] : "");
        }
    }
    return settings;
}
