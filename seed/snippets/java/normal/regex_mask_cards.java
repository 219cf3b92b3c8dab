private static final Pattern CARD = Pattern.compile("\\d{12}(\\d{4})");

static String maskCards(String text) {
    Matcher matcher = CARD.matcher(text);
    return matcher.replaceAll(found -> "****" + found.group(1));
}
