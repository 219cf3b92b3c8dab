static String json(Object value) {
    if (value == null || value instanceof Number || value instanceof Boolean) {
        return String.valueOf(value);
    }
    if (value instanceof Map<?, ?> map) {
        return map.entrySet().stream()
            .map(entry -> json(entry.getKey().toString())
                + ":" + json(entry.getValue()))
            .collect(Collectors.joining(",", "{", "}"));
    }
    if (value instanceof Collection<?> items) {
        return items.stream()
            .map(item -> json(item))
            .collect(Collectors.joining(",", "[", "]"));
    }
    StringBuilder out = new StringBuilder("\"");
    for (char c : value.toString().toCharArray()) {
        switch (c) {
            case '"', '\\' -> out.append('\\').append(c);
            case '\n' -> out.append("\\n");
            default -> out.append(c);
        }
    }
    return out.append('"').toString();
}
