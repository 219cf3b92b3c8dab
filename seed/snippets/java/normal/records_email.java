record Email(String local, String domain) {
    static Email parse(String text) {
        int at = text.indexOf('@');
        if (at < 1) throw new IllegalArgumentException("no @ in " + text);
        return new Email(text.substring(0, at), text.substring(at + 1));
    }

    public String toString() { return local + "@" + domain; }
}
