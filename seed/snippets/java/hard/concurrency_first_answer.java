static String fastest(List<URI> mirrors, HttpClient client) {
    CompletableFuture<String> winner = new CompletableFuture<>();
    for (URI mirror : mirrors) {
        HttpRequest request = HttpRequest.newBuilder(mirror).build();
        client.sendAsync(request, HttpResponse.BodyHandlers.ofString())
            .thenApply(HttpResponse::body)
            .thenAccept(winner::complete);
    }
    return winner.orTimeout(3, TimeUnit.SECONDS)
        .exceptionally(problem -> "no mirror answered")
        .join();
}
