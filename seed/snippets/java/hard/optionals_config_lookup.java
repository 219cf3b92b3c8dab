record Config(Map<String, String> file, Map<String, String> environment) {
    Optional<String> find(String key) {
        String name = key.toUpperCase().replace('.', '_');
        return Optional.ofNullable(environment.get(name))
            .or(() -> Optional.ofNullable(file.get(key)))
            .map(String::strip)
            .filter(value -> !value.isEmpty());
    }

    int port() {
        return find("server.port").map(Integer::valueOf).orElse(8080);
    }
}
