Map<String, String> capitals = new HashMap<>();
capitals.put("Kenya", "Nairobi");
capitals.put("Peru", "Lima");
String city = capitals.getOrDefault("Chad", "unknown");
