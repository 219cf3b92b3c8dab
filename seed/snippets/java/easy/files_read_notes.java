Path notes = Path.of("notes.txt");
for (String line : Files.readAllLines(notes)) {
    System.out.println("> " + line.strip());
}
