fn user(name: String, age: u8) -> User {
    User { name, age }
}
