HttpClient client = HttpClient.newHttpClient();
HttpRequest request = HttpRequest.newBuilder(URI.create(address))
    .header("Accept", "text/plain")
    .timeout(Duration.ofSeconds(5))
    .build();
String body = client.send(request, BodyHandlers.ofString()).body();
