for (var entry : prices.entrySet()) {
    System.out.println(entry.getKey() + ": " + entry.getValue());
}
