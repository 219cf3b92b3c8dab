static Map<YearMonth, Long> monthly(List<Invoice> invoices, Currency currency) {
    return invoices.stream()
        .filter(invoice -> invoice.currency().equals(currency))
        .filter(Predicate.not(Invoice::cancelled))
        .collect(Collectors.groupingBy(
            invoice -> YearMonth.from(invoice.date()),
            TreeMap::new,
            Collectors.summingLong(Invoice::cents)));
}

static YearMonth bestMonth(Map<YearMonth, Long> totals) {
    var best = Collections.max(totals.entrySet(), Map.Entry.comparingByValue());
    return best.getKey();
}
