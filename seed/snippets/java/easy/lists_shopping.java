List<String> basket = new ArrayList<>();
basket.add("bread");
basket.add("olives");
basket.remove("bread");
