record Api(HttpClient client, URI base) {
    static Api at(String address) {
        HttpClient client = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(2))
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
        return new Api(client, URI.create(address));
    }

    String get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(base.resolve(path))
            .header("Accept", "application/json")
            .timeout(Duration.ofSeconds(10))
            .build();
        for (int attempt = 0; attempt < 4; attempt++) {
            var answer = client.send(request, BodyHandlers.ofString());
            int status = answer.statusCode();
            switch (status) {
                case 200 -> { return answer.body(); }
                case 404 -> throw new FileNotFoundException(path);
                case 429, 503 -> Thread.sleep(500L << attempt);
                default -> throw new IOException("status " + status);
            }
        }
        throw new IOException(path + " stayed unavailable");
    }
}
