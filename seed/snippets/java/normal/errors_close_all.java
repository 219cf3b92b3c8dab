try (Connection db = pool.borrow();
        PreparedStatement query = db.prepareStatement(sql)) {
    query.setInt(1, customer);
    ResultSet rows = query.executeQuery();
    while (rows.next()) {
        print(rows.getString("title"));
    }
}
