static int parsePort(String text, int fallback) {
    try {
        int port = Integer.parseInt(text.strip());
        return port > 0 && port < 65536 ? port : fallback;
    } catch (NumberFormatException malformed) {
        return fallback;
    }
}
