class Template {
    private static final Pattern HOLE =
        Pattern.compile("\\{\\{(\\w+)(?:\\|(\\w+))?}}");

    private final String source;
    private final Map<String, UnaryOperator<String>> filters = new HashMap<>();

    Template(String source) {
        this.source = source;
        filters.put("upper", String::toUpperCase);
        filters.put("trim", String::strip);
        filters.put("escape", text -> text.replace("&", "&amp;"));
    }

    String fill(Map<String, ?> values) {
        return HOLE.matcher(source).replaceAll(hole -> {
            String name = hole.group(1);
            Object value = values.get(name);
            if (value == null) {
                throw new NoSuchElementException("no value for " + name);
            }
            var filter = filters.getOrDefault(hole.group(2), text -> text);
            return Matcher.quoteReplacement(filter.apply(value.toString()));
        });
    }
}
