class Query {
    private final StringJoiner where = new StringJoiner(" AND ");

    Query and(String column, Object value) {
        where.add(column + " = '" + value + "'");
        return this;
    }

    String sql() { return "SELECT * FROM orders WHERE " + where; }
}
