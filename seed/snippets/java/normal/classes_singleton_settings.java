final class Settings {
    private static final Settings ONLY = new Settings();
    private final Properties values = new Properties();

    private Settings() {}

    static String get(String key, String fallback) {
        return ONLY.values.getProperty(key, fallback);
    }
}
