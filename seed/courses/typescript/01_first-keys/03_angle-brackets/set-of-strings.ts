const seen = new Set<string>();
seen.add("Lima");
