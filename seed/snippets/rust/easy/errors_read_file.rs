fn load() -> std::io::Result<String> {
    std::fs::read_to_string("notes.txt")
}
