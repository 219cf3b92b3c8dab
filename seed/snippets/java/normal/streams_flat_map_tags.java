static Set<String> tags(List<Article> articles, Year year) {
    return articles.stream()
        .filter(article -> Year.from(article.date()).equals(year))
        .flatMap(article -> article.tags().stream())
        .map(String::toLowerCase)
        .collect(Collectors.toCollection(TreeSet::new));
}
