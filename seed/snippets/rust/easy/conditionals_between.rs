fn is_teenager(age: u32) -> bool {
    (13..=19).contains(&age)
}
