static String shift(String text, int by) {
    StringBuilder out = new StringBuilder();
    for (char c : text.toCharArray()) {
        boolean letter = c >= 'a' && c <= 'z';
        out.append(letter ? (char) ((c - 'a' + by) % 26 + 'a') : c);
    }
    return out.toString();
}
