static String compress(String text) {
    Matcher runs = Pattern.compile("(.)\\1*").matcher(text);
    StringJoiner out = new StringJoiner(" ");
    while (runs.find()) {
        out.add(runs.group(1) + runs.group().length());
    }
    return out.toString();
}
