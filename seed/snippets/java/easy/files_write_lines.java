List<String> lines = List.of("milk", "bread");
Files.write(Path.of("shopping.txt"), lines);
System.out.println("Saved " + lines.size());
