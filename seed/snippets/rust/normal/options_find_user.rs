fn email_of(users: &[User], id: u64) -> Option<String> {
    users
        .iter()
        .find(|user| user.id == id && user.active)
        .and_then(|user| user.email.clone())
        .map(|email| email.to_lowercase())
}
